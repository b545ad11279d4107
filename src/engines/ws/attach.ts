import type { Server as HttpServer } from "node:http";
import type { Server } from "socket.io";
import { currentRuntime } from "../../lib/runtime.ts";
import type { Cargo } from "../engine.ts";
import type { Engine, TransportClass } from "../engine-io/types.ts";
import { carryWebSockets } from "../engine-io/web-sockets.ts";
import { letGoOfResponses } from "./let-go.ts";
import { readDirectly } from "./read.ts";
import { joiningTransport } from "./transport.ts";

/** Cargo for Node's own HTTP server. */
export interface NodeCargo extends Cargo {
  /** What takes the place of the class `Server` of the package `ws`. */
  readonly wsEngine?: unknown;
}

/** Puts Socket.IO on a server, with the writes of each of its WebSockets joined if the cargo asks for that. */
export function attach({ io, joinWrites, wsEngine }: NodeCargo, server: HttpServer): void {
  io.attach(server, wsEngine === undefined ? {} : { wsEngine });
  // Bun has a WebSocket of its own under the name of the package ws.
  if (joinWrites && currentRuntime() !== "bun") join(io);
}

function join(io: Server): void {
  const engine = io.engine as unknown as Engine;
  // What is compressed has to go through the package's own streams.
  if (engine.opts.perMessageDeflate) return;
  letGoOfResponses(engine);
  carryWebSockets(
    engine,
    (native) => joiningTransport(Object.getPrototypeOf(native) as TransportClass),
    ({ websocket }) => readDirectly(websocket),
  );
}
