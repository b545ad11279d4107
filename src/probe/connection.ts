import type { Visit } from "./check.ts";
import { type Handshake, packet, parseHandshake, refusal, refusalIn, separator } from "./engine-io.ts";
import type { Reply } from "./http.ts";
import type { Transport } from "./report.ts";
import { isSession, openSession } from "./session.ts";
import { showStatus } from "./show.ts";
import type { Ended } from "./web-socket.ts";

/** A connection that ended. */
export interface End {
  readonly kind: "end";
  /** The server said goodbye, it does not know the session, it sent what no client understands, or someone cut the line. */
  readonly how: "closed" | "unknown" | "garbled" | "cut";
  /** How that showed. @example "504 Gateway Time-out" */
  readonly detail: string;
}

/** A packet of Engine.IO. */
export interface Packet {
  readonly kind: "packet";
  readonly text: string;
}

/** Packets both ways, over whichever transport. Whoever opens one closes it. */
export interface Connection {
  readonly handshake: Handshake;
  send(text: string): Promise<void>;
  /** The next packet, or the end; `undefined` if neither comes in time. Over polling the session is then over. */
  next(timeoutMs: number): Promise<Packet | End | undefined>;
  close(): Promise<void>;
}

/** How to connect over each transport; `undefined` if that fails. */
export const connect: Readonly<Record<Transport, (visit: Visit) => Promise<Connection | undefined>>> = {
  async polling(visit) {
    const session = await openSession(visit);
    if (!isSession(session)) return undefined;
    const arrived: (Packet | End)[] = [];
    return {
      handshake: session.handshake,
      async send(text) {
        const reply = await session.post(text);
        const end = endIn(reply);
        if (end) arrived.push(end);
      },
      async next(timeoutMs) {
        if (arrived.length === 0) arrived.push(...packetsIn(await session.poll(timeoutMs)));
        return arrived.shift();
      },
      close: async () => void (await session.close()),
    };
  },

  async websocket(visit) {
    const { line, seen } = visit;
    const opened = await line.dial(line.url(seen.path ?? "", { EIO: "4", transport: "websocket" }));
    if (opened.kind !== "open") return undefined;
    const first = await opened.next(line.patienceMs);
    const handshake = first?.kind === "message" ? parseHandshake(first.text ?? "") : undefined;
    if (!handshake) {
      opened.close();
      return undefined;
    }
    return {
      handshake,
      send: async (text) => opened.send(text),
      async next(timeoutMs) {
        const next = await opened.next(timeoutMs);
        if (next?.kind === "ended") return endOf(next);
        return next && { kind: "packet", text: next.text ?? "" };
      },
      close: async () => opened.close(),
    };
  },
};

/** What an answer to a poll brings. Nothing in time is nothing. */
function packetsIn(reply: Reply): (Packet | End)[] {
  const end = endIn(reply);
  if (end) return [end];
  if (reply.kind === "failure") return [];
  return reply.body.split(separator).map((text) => {
    return text === packet.close
      ? { kind: "end", how: "closed", detail: "the server closed the session" }
      : { kind: "packet", text };
  });
}

/** Why a session by polling is over after a reply; `undefined` if it is not. */
function endIn(reply: Reply): End | undefined {
  if (reply.kind === "failure") {
    return reply.code === "TIMEOUT" ? undefined : { kind: "end", how: "cut", detail: reply.message };
  }
  if (reply.status < 400) return undefined;
  const code = refusalIn(reply);
  if (code === refusal.unknownSession) return { kind: "end", how: "unknown", detail: "Session ID unknown" };
  // A server that ends a session refuses what still arrives for it, as Engine.IO or with a bare status.
  const how = reply.status >= 500 ? "cut" : "closed";
  return { kind: "end", how, detail: showStatus(reply) };
}

const cutOff = 1006;

function endOf({ code, error }: Ended): End {
  if (error !== undefined) return { kind: "end", how: "garbled", detail: error };
  return { kind: "end", how: code === cutOff ? "cut" : "closed", detail: `the connection ended with code ${code}` };
}
