import { performance } from "node:perf_hooks";
import { defineCheck } from "../check.ts";
import type { Reply } from "../http.ts";
import { connectPacket } from "../join.ts";
import { advise } from "../proxies.ts";
import { isSession, openSession, type Session } from "../session.ts";
import { showReply, showSeconds } from "../show.ts";

/** Sees whether a poll that waits is answered as soon as there is something to say. */
export const heldPolls = defineCheck({
  name: "held-polls",
  asks: "a session by polling, with a poll that waits while a packet is sent that the server answers at once",
  findings: {
    P32: {
      level: "warning",
      about: "something holds back the answers to polls: a buffering proxy, or one request at a time",
    },
  },
  wanted: ({ seen }) => seen.transports?.includes("polling") === true,

  async run(visit) {
    const session = await openSession(visit);
    if (!isSession(session)) return {};
    try {
      const { heldBackMs, posted, polled } = await answerOf(session);
      const unanswered = posted.kind === "failure" || polled.kind === "failure";
      if (!unanswered && heldBackMs < lateMs) return {};
      return {
        findings: [
          {
            id: "P32",
            what: unanswered
              ? "While a poll waits, what a client sends is not answered"
              : `Polls are answered ${showSeconds(heldBackMs)} late`,
            where: [`POST ${visit.seen.path}: ${shown(posted)}`, `GET ${visit.seen.path}, held: ${shown(polled)}`],
            consequence: "Every message to clients by polling comes late, and so does the change to WebSocket.",
            fixes: advise("buffering", visit.seen),
          },
        ],
      };
    } finally {
      await session.close();
    }
  },
});

/** More than any network needs; the server itself answers within milliseconds. */
const lateMs = 2_000;

/** A namespace that nobody has, so that no handler runs and the refusal comes at once. */
const request = connectPacket("/sio-doctor");

async function answerOf(session: Session) {
  const polling = session.poll();
  const posted = await session.post(request);
  const postedAt = performance.now();
  const polled = await polling;
  return { posted, polled, heldBackMs: Math.max(posted.tookMs, performance.now() - postedAt) };
}

function shown(reply: Reply): string {
  return `${showReply(reply)} after ${showSeconds(reply.tookMs)}`;
}
