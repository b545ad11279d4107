import type { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import type { Engine, UpgradeRequest } from "../engine-io/types.ts";

/** What is known of an upgrade until it is done. */
interface Upgrade {
  /** Where the response's listener stands among those for the end of the connection. */
  readonly place: number;
  response?: ServerResponse;
  /** That listener; a response of older releases has none. */
  listener?: () => void;
}

/**
 * Lets go of the response that Engine.IO makes of every request for an upgrade, for its middlewares, and keeps until the connection ends: it
 * listens for that end, to tell who listens to the response. Where nobody does by the time the request is granted, it is not needed.
 */
export function letGoOfResponses(engine: Engine): void {
  const upgrades = new WeakMap<object, Upgrade>();
  const handle = engine.handleUpgrade.bind(engine);
  engine.handleUpgrade = (request, connection, head) => {
    upgrades.set(request, { place: connection.listenerCount("close") });
    handle(request, connection, head);
  };
  engine.use((request, response, next) => {
    const upgrade = upgrades.get(request);
    const listener = upgrade && request.socket.rawListeners("close")[upgrade.place];
    if (listener) upgrades.set(request, { ...upgrade, response, listener: listener as () => void });
    next();
  });
  engine.ws?.on("headers", (_headers: readonly string[], request: UpgradeRequest) => {
    const { response, listener } = upgrades.get(request) ?? {};
    upgrades.delete(request);
    if (response && listener && !isHeard(response)) request.socket.off("close", listener);
  });
}

function isHeard(response: EventEmitter): boolean {
  return response.eventNames().length > 0;
}
