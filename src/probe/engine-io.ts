import type { Reply } from "./http.ts";

/** What a server tells a new client about the session (Engine.IO protocol, "Handshake"). */
export interface Handshake {
  /** The revision that it answered in. */
  readonly protocol: 3 | 4;
  readonly sid: string;
  readonly upgrades: readonly string[];
  readonly pingInterval: number;
  readonly pingTimeout: number;
  /** Absent before Engine.IO 6. */
  readonly maxPayload?: number;
}

/** The types of packets, as they begin a message of revision 4. */
export const packet = {
  open: "0",
  close: "1",
  ping: "2",
  pong: "3",
  message: "4",
  upgrade: "5",
  probe: "2probe",
  probed: "3probe",
} as const;

/** What stands between the packets of one answer of revision 4. */
export const separator = "\x1e";

/** The `code` of an answer with which Engine.IO refuses a request. */
export const refusal = {
  unknownTransport: 0,
  unknownSession: 1,
  badMethod: 2,
  badRequest: 3,
  forbidden: 4,
  unsupportedProtocol: 5,
} as const;

/** Reads the answer to a handshake by polling; `undefined` if it is none of Engine.IO. */
export function handshakeIn(reply: Reply): Handshake | undefined {
  return reply.kind === "answer" && reply.status === 200 ? parseHandshake(reply.body) : undefined;
}

/** Reads the packet that opens a session, by polling or WebSocket; `undefined` if the text is none. */
export function parseHandshake(text: string): Handshake | undefined {
  const [first = ""] = text.split(separator);
  // Revision 3 writes the length of each packet before it: 96:0{…}2:40
  const [prefix = "", length] = /^(\d+):/.exec(first) ?? [];
  const opening = length === undefined ? first : first.slice(prefix.length, prefix.length + Number(length));
  if (!opening.startsWith(packet.open)) return undefined;
  const { sid, upgrades, pingInterval, pingTimeout, maxPayload } = parseObject(opening.slice(packet.open.length));
  if (typeof sid !== "string" || typeof pingInterval !== "number" || typeof pingTimeout !== "number") return undefined;
  return {
    protocol: length === undefined ? 4 : 3,
    sid,
    upgrades: Array.isArray(upgrades) ? upgrades.filter((name) => typeof name === "string") : [],
    pingInterval,
    pingTimeout,
    ...(typeof maxPayload === "number" && { maxPayload }),
  };
}

/** What stands in the body instead of a `code`: after a request for a WebSocket, and from the server of python-engineio. */
const refusalWords: readonly (readonly [words: RegExp, code: number])[] = [
  [/^(Transport unknown|"Invalid transport")$/, refusal.unknownTransport],
  [/^"Invalid transport websocket"$/, refusal.badRequest],
  [/^(Session ID unknown|"Invalid session .*")$/, refusal.unknownSession],
  [/^"(Not|.* is not) an accepted origin\."$/, refusal.forbidden],
  [/^(Unsupported protocol version|"The client is using an unsupported version .*")$/, refusal.unsupportedProtocol],
];

/** The `code` with which Engine.IO refused a request; `undefined` if it was not Engine.IO that answered so. */
export function refusalIn({ body }: { readonly body: string }): number | undefined {
  const { code, message } = parseObject(body);
  if (typeof code === "number" && typeof message === "string") return code;
  return refusalWords.find(([words]) => words.test(body.trim()))?.[1];
}

/** Whether the server does not know the session that a request names. */
export function isUnknownSession(reply: Reply): boolean {
  return reply.kind === "answer" && refusalIn(reply) === refusal.unknownSession;
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
