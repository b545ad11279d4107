import { Fault } from "./fault.ts";

/** What a server tells a new client about the connection. */
export interface Handshake {
  /** Between two heartbeats, in milliseconds. */
  readonly pingInterval: number;
  /** How late a heartbeat may be, in milliseconds. */
  readonly pingTimeout: number;
}

/**
 * Reads the packet that opens a connection of Engine.IO.
 *
 * @throws Fault if it is none
 */
export function readHandshake(packet: string): Handshake {
  const { pingInterval, pingTimeout } = parseObject(packet.slice(1));
  if (typeof pingInterval === "number" && typeof pingTimeout === "number") return { pingInterval, pingTimeout };
  throw new Fault("protocol", "the server answered what is not Engine.IO 4");
}

/**
 * Reads the answer to joining a namespace: the client's id in it.
 *
 * @throws Fault if there is none, as from a server of Socket.IO 2, which lets everyone in unasked
 */
export function readWelcome(json: string): string {
  const { sid } = parseObject(json);
  if (typeof sid === "string") return sid;
  throw new Fault("protocol", "the server speaks Socket.IO 2, and these clients speak 3 and 4");
}

/** Reads the refusal to let a client into a namespace. */
export function readRefusal(json: string, namespace: string): Fault {
  const { message } = parseObject(json);
  const words = typeof message === "string" ? `: ${message}` : "";
  return new Fault("refused", `the server refused the client in ${namespace}${words}`);
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
