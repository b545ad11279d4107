import { defineCheck } from "../check.ts";
import { isSession, openSession } from "../session.ts";

/** Asks whether clients of Socket.IO 1 and 2 are let in. */
export const oldClients = defineCheck({
  name: "old-clients",
  asks: "a handshake by polling in revision 3 of the protocol, and its end",
  findings: { P25: { level: "info", about: "clients of Socket.IO 1 and 2 are let in" } },
  wanted: ({ seen }) => seen.transports?.includes("polling") === true,

  async run(visit) {
    const session = await openSession(visit, { protocol: 3 });
    if (!isSession(session)) return {};
    await session.close();
    // A server that knows revision 4 alone may answer in it, whatever it was asked.
    if (session.handshake.protocol !== 3) return {};
    return {
      seen: { protocols: [...(visit.seen.protocols ?? []), 3] },
      findings: [
        {
          id: "P25",
          what: "Clients of Socket.IO 1 and 2 are let in",
          where: [`GET ${visit.seen.path}?EIO=3&transport=polling: a handshake`],
          consequence: "They need it; once there are none left, it is one protocol more for attackers to try.",
          fixes: [{ say: "Without such clients: leave allowEIO3 out." }],
        },
      ],
    };
  },
});
