import { performance } from "node:perf_hooks";
import type { Visit } from "./check.ts";
import { type Connection, connect, type End } from "./connection.ts";
import { packet } from "./engine-io.ts";
import { connectPacket } from "./join.ts";
import type { Transport } from "./report.ts";

/** What became of a connection that was held open. */
export interface Held {
  readonly transport: Transport;
  /** How long it was held, in milliseconds. */
  readonly heldMs: number;
  /** How long the first heartbeat took; absent if none came. */
  readonly pingMs?: number;
  /** Absent unless something other than the server ended the connection. */
  readonly cut?: { readonly afterMs: number; readonly detail: string };
}

/**
 * Joins the namespace and then says nothing but the answers to heartbeats, for `forMs` milliseconds; without an `idleMs` in `visit` only
 * until the first of them.
 */
export async function hold(visit: Visit, transport: Transport, forMs: number): Promise<Held> {
  const connection = await connect[transport](visit);
  if (!connection) return { transport, heldMs: 0 };
  try {
    return { transport, ...(await wait(connection, visit, forMs)) };
  } finally {
    await connection.close();
  }
}

async function wait(connection: Connection, visit: Visit, forMs: number): Promise<Omit<Held, "transport">> {
  const startedAt = performance.now();
  const heldMs = () => Math.round(performance.now() - startedAt);
  // A server drops who joins nothing; whether it lets this one join makes no difference to the line.
  await connection.send(connectPacket(visit.seen.namespace ?? "/"));
  let pingMs: number | undefined;
  for (;;) {
    const leftMs = Math.min(forMs - heldMs(), visit.line.leftMs);
    const next = leftMs > 0 ? await connection.next(leftMs) : undefined;
    const result = { heldMs: heldMs(), ...(pingMs !== undefined && { pingMs }) };
    if (!next) return result;
    if (next.kind === "end") return { ...result, ...ended(next, heldMs()) };
    if (next.text !== packet.ping) continue;
    pingMs ??= heldMs();
    if (visit.idleMs === undefined) return { ...result, pingMs };
    await connection.send(packet.pong);
  }
}

function ended({ how, detail }: End, heldMs: number): Omit<Held, "transport"> {
  // A server that says goodbye has its reasons; one that never knew the session is the balancer's doing, told elsewhere.
  return how === "cut" ? { heldMs, cut: { afterMs: heldMs, detail } } : { heldMs: 0 };
}
