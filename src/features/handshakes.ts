import type { IncomingMessage } from "node:http";
import { onEnd } from "./ends.ts";
import type { Feature } from "./feature.ts";

/** What Engine.IO tells of a handshake that failed. */
interface Refusal {
  readonly req: IncomingMessage | undefined;
  readonly code: number;
  readonly message: string;
  readonly context: Readonly<Record<string, unknown>> | undefined;
}

/** Engine.IO's error codes in sentences, with what to do about each. The code is the index. */
const sentences: readonly ((refusal: Refusal) => string)[] = [
  ({ context, req }) =>
    context?.transport === undefined
      ? `A request under the path of Socket.IO came from no client of Socket.IO: ${req?.method} ${req?.url}`
      : `A client asked for the transport "${String(context.transport)}", which this server does not offer. See --transports.`,
  ({ context }) =>
    `A client came with a session that this server does not know (sid ${String(context?.sid)}). The server was restarted since, or a load ` +
    "balancer sends one client to several processes: make it sticky, or use --transports websocket.",
  ({ context }) =>
    `A client began with ${String(context?.method)}, where a handshake is a GET. Something between you may rewrite its requests.`,
  ({ context }) =>
    withoutUpgrade.has(context?.name)
      ? "A client asked for WebSocket, but its request arrived without an upgrade: a proxy in between must pass the Upgrade header on."
      : `A request was not understood (${String(context?.name ?? "bad request")}).`,
  () => "A client was refused.",
  ({ context, req }) =>
    `A client of Socket.IO 1 or 2 was refused: ${senderOf(req)}. It speaks protocol ${String(context?.protocol)}, and this server 4. ` +
    "Use socket.io-client 4 there, or let old clients in: --allow-eio3 [C04]",
];

/** What Engine.IO calls a request that should have been an upgrade. */
const withoutUpgrade: ReadonlySet<unknown> = new Set(["TRANSPORT_MISMATCH", "TRANSPORT_HANDSHAKE_ERROR"]);

/** The code of a refusal because the session is not there. */
const unknown = 1;

/** The code of a refusal by a check, which has logged its own reason. */
const forbidden = 4;

/** The code of a refusal because of the protocol, and the id of the conflict that this is. */
const old = { code: 5, id: "C04" };

/** Says in a sentence why a handshake failed, and what mends it; once for each kind of client. */
export const handshakes: Feature = {
  wanted: () => true,

  install({ io, config, log }) {
    const told = new Set<string>();
    const isIgnored = (code: number) => code === old.code && config.doctorIgnore.includes(old.id);
    const ended = new Set<unknown>();
    onEnd(io, ({ id }) => {
      const [eldest] = ended;
      if (ended.size === mostTold) ended.delete(eldest);
      ended.add(id);
    });
    io.engine.on("connection_error", (refusal: Refusal) => {
      const { code, message, req, context } = refusal;
      if (code === forbidden) return;
      // The last requests of a page that has gone arrive late.
      const isLate = code === unknown && ended.has(context?.sid);
      const from = senderOf(req);
      const kind = `${code} ${from}`;
      const sentence = sentences[code]?.(refusal) ?? message;
      const write = told.has(kind) || isIgnored(code) || isLate ? log.debug : log.warn;
      if (!isLate && told.size < mostTold) told.add(kind);
      write.call(log, sentence, { code, from });
    });
    return {};
  },
};

/** Which page in which browser, or which program, has sent a request; as far as it says so. */
function senderOf(request: IncomingMessage | undefined): string {
  const { origin, "user-agent": agent } = request?.headers ?? {};
  const parts = [origin, agent?.slice(0, longestAgent)].filter(Boolean);
  return parts.join(", ") || "unknown";
}

// A program may call itself whatever it likes.
const longestAgent = 200;

// Whoever makes up clients, or comes and goes, must not fill the memory.
const mostTold = 1_000;
