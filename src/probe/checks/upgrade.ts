import { defineCheck, type Visit } from "../check.ts";
import { packet, refusal, refusalIn } from "../engine-io.ts";
import { advise } from "../proxies.ts";
import { isSession, openSession, type Session } from "../session.ts";
import { showReply } from "../show.ts";

/** Changes a session by polling to WebSocket, as clients do by default. */
export const upgrade = defineCheck({
  name: "upgrade",
  asks: "a session by polling, a WebSocket for the same session, and the exchange that changes it over",
  findings: { P44: { level: "warning", about: "WebSocket works, but a session by polling cannot change to it" } },
  wanted: ({ seen }) => seen.transports?.length === 2 && seen.upgrades?.includes("websocket") === true,

  async run(visit) {
    const session = await openSession(visit);
    if (!isSession(session)) return {};
    const problem = await change(session, visit);
    // The session ended with the WebSocket that it changed to.
    if (problem === undefined) return { seen: { upgraded: true } };
    try {
      // Another process that does not know the session says nothing about the change; the check of stickiness tells it.
      if (problem === unknownSession) return { seen: { upgraded: false } };
      return {
        seen: { upgraded: false },
        findings: [
          {
            id: "P44",
            what: "A session that began by polling cannot change to WebSocket",
            where: [`WebSocket ${visit.seen.path} with the sid of a session: ${problem}`],
            consequence: "Clients begin by polling unless told otherwise, and stay there.",
            fixes: [
              ...advise("upgrade", visit.seen),
              { say: 'Let clients begin with WebSocket: io(url, { transports: ["websocket", "polling"] })' },
            ],
          },
        ],
      };
    } finally {
      await session.close();
    }
  },
});

const unknownSession = "Session ID unknown";

/** Why it did not change; `undefined` if it did. */
async function change({ handshake, headers }: Session, { line, seen }: Visit): Promise<string | undefined> {
  const url = line.url(seen.path ?? "/", { EIO: "4", transport: "websocket", sid: handshake.sid });
  const dialled = await line.dial(url, { headers });
  if (dialled.kind === "refused" && refusalIn(dialled) === refusal.unknownSession) return unknownSession;
  if (dialled.kind !== "open") return showReply(dialled);
  try {
    dialled.send(packet.probe);
    const answer = await dialled.next(line.patienceMs);
    if (answer?.kind === "message" && answer.text === packet.probed) {
      dialled.send(packet.upgrade);
      return undefined;
    }
    return answer?.kind === "ended" ? `it ended with code ${answer.code}` : "the probe packet was not answered";
  } finally {
    dialled.close();
  }
}
