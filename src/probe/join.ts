import { performance } from "node:perf_hooks";
import type { Connection, End } from "./connection.ts";
import { packet } from "./engine-io.ts";
import { brief } from "./show.ts";

/** What came of joining a namespace; `undefined` if the server said nothing in time. */
export type Joined =
  | { readonly kind: "joined" }
  | { readonly kind: "refused"; readonly message: string }
  | End
  | undefined;

/** Joins a namespace as a client without credentials does, answering heartbeats meanwhile. */
export async function join(connection: Connection, namespace: string, timeoutMs: number): Promise<Joined> {
  const [joined, refused] = [connectPacket(namespace), about(namespace, packetType.connectError)];
  await connection.send(joined);
  const until = performance.now() + timeoutMs;
  for (;;) {
    const leftMs = until - performance.now();
    const next = leftMs > 0 ? await connection.next(leftMs) : undefined;
    if (next?.kind !== "packet") return next;
    if (next.text === packet.ping) await connection.send(packet.pong);
    if (next.text.startsWith(joined)) return { kind: "joined" };
    if (next.text.startsWith(refused)) return { kind: "refused", message: messageIn(next.text.slice(refused.length)) };
  }
}

/** The packet with which a client joins a namespace, without credentials. */
export function connectPacket(namespace: string): string {
  return about(namespace, packetType.connect);
}

/** Types of packets of Socket.IO. */
const packetType = { connect: "0", connectError: "4" } as const;

function about(namespace: string, type: string): string {
  return `${packet.message}${type}${namespace === "/" ? "" : `${namespace},`}`;
}

function messageIn(json: string): string {
  try {
    const { message } = JSON.parse(json) as { readonly message?: unknown };
    return brief(typeof message === "string" ? message : json);
  } catch {
    return brief(json);
  }
}
