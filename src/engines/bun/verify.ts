import type { Server } from "socket.io";
import type { EngineRequest } from "./exchange.ts";

/** What is wrong with a request, as Engine.IO tells it: https://socket.io/docs/v4/server-api/#engineconnection_error */
export interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly context: Readonly<Record<string, unknown>>;
}

const unknownTransport = { code: 0, message: "Transport unknown" };
const badRequest = { code: 3, message: "Bad request" };

/** What Engine.IO's own server looks at in a request and `@socket.io/bun-engine` does not; `undefined` if there is nothing wrong. */
export function verify(request: EngineRequest, { transports }: Server["engine"]["opts"]): Refusal | undefined {
  const { transport, sid } = request._query;
  if (!transports?.some((name) => name === transport)) return { ...unknownTransport, context: { transport } };
  const upgrades = request.headers.upgrade !== undefined;
  if (upgrades === (transport === "websocket")) return undefined;
  const name = sid === undefined ? "TRANSPORT_HANDSHAKE_ERROR" : "TRANSPORT_MISMATCH";
  return { ...badRequest, context: { name, transport } };
}

/** What is refused because a middleware has refused it. */
export function refusedByMiddleware(): Refusal {
  return { ...badRequest, context: { name: "MIDDLEWARE_FAILURE" } };
}

/** The answer that a refused client gets. */
export function refusalAnswer({ code, message }: Refusal): Response {
  return Response.json({ code, message }, { status: 400 });
}
