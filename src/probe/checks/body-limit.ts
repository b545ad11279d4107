import { defineCheck } from "../check.ts";
import { advise } from "../proxies.ts";
import { isSession, openSession } from "../session.ts";
import { showBytes, showReply } from "../show.ts";

const hugeBytes = 50_000_000;
const tooLarge = 413;

/** Sees whether what is in front takes messages as large as the server does. No such message is sent. */
export const bodyLimit = defineCheck({
  name: "body-limit",
  asks: "a session by polling that announces a message of the largest size (Expect: 100-continue), and does not send it",
  findings: {
    P33: { level: "warning", about: "a proxy refuses messages that the server would take" },
    P34: { level: "info", about: `the server takes messages of ${showBytes(hugeBytes)} and more` },
  },
  wanted: ({ seen }) => seen.maxPayload !== undefined,

  async run(visit) {
    const { seen } = visit;
    const { maxPayload = 0 } = seen;
    const huge = maxPayload < hugeBytes ? [] : [takesHuge(maxPayload)];
    const session = seen.transports?.includes("polling") ? await openSession(visit) : undefined;
    if (!session || !isSession(session)) return { findings: huge };
    const reply = await session.announce(maxPayload);
    await session.close();
    if (reply.kind !== "answer" || reply.status !== tooLarge) return { findings: huge };
    return {
      findings: [
        ...huge,
        {
          id: "P33",
          what: `A proxy refuses messages of ${showBytes(maxPayload)}, which the server would take`,
          where: [`POST ${seen.path} with Content-Length: ${maxPayload}: ${showReply(reply)}`],
          consequence: "Clients by polling that send that much lose the connection, with xhr post error.",
          fixes: [
            ...advise("body", seen),
            { say: "Let the server take less, so that both agree: --max-http-buffer-size" },
          ],
        },
      ],
    };
  },
});

function takesHuge(maxPayload: number) {
  return {
    id: "P34" as const,
    what: `The server takes messages of up to ${showBytes(maxPayload)}`,
    where: [`handshake: maxPayload ${maxPayload}`],
    consequence: "Each client can make it hold that much memory; a few of them can bring it down.",
    fixes: [{ say: "Send files over HTTP, and leave the limit near its default of 1 MB: --max-http-buffer-size 1mb" }],
  };
}
