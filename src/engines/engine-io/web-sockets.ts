import { EventEmitter } from "node:events";
import type { Engine, TransportClass, UpgradeRequest } from "./types.ts";

/** Engine.IO's connection. */
interface Connection {
  cleanupFn?: (() => void)[];
}

/**
 * Has Engine.IO use another class for the transports of WebSockets. All of them keep less of what each client costs memory for as long as
 * it is connected.
 *
 * @param derive makes the class of the one that Engine.IO would use
 * @param prepare is called with every request before its transport is made
 */
export function carryWebSockets(
  engine: Engine,
  derive: (native: TransportClass) => TransportClass,
  prepare: (request: UpgradeRequest) => void = () => {},
): void {
  const create = engine.createTransport.bind(engine);
  const Own = withoutHeaders(derive(nativeClass(create)));
  engine.createTransport = (name, request) => {
    if (name !== "websocket") return create(name, request);
    prepare(request);
    return new Own(request);
  };
  // An array gets room for sixteen more with its first entry, for which there is no use here.
  engine.on("connection", (connection: Connection) => {
    if (connection.cleanupFn) connection.cleanupFn = connection.cleanupFn.slice();
  });
}

/** The class of the copy of Engine.IO that the server uses, which does not hand it out otherwise. */
function nativeClass(create: Engine["createTransport"]): TransportClass {
  const request = { _query: { EIO: "4" }, websocket: new EventEmitter() };
  return create("websocket", request as unknown as UpgradeRequest).constructor as TransportClass;
}

/** Only polling has headers to tell of, and Engine.IO listens for them on every transport. */
function withoutHeaders(Base: TransportClass): TransportClass {
  return class extends Base {
    override on(event: string, listener: Parameters<EventEmitter["on"]>[1]): this {
      return event === "headers" ? this : super.on(event, listener);
    }
  };
}
