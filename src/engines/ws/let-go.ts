import type { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Engine, UpgradeRequest } from "../engine-io/types.ts";

/** What is known of an upgrade until it is done. */
interface Upgrade {
  /** Where the response's listener stands among those for the end of the connection. */
  readonly place: number;
  response?: ServerResponse;
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
    if (upgrade) upgrade.response = response;
    next();
  });
  engine.ws?.on("headers", (_headers: readonly string[], request: UpgradeRequest) => {
    const upgrade = upgrades.get(request);
    upgrades.delete(request);
    if (upgrade?.response && !isHeard(upgrade.response)) takeOff(request.socket, upgrade.place);
  });
}

function isHeard(response: EventEmitter): boolean {
  return response.eventNames().length > 0;
}

function takeOff(connection: Socket, place: number): void {
  const listener = connection.rawListeners("close")[place];
  if (listener) connection.off("close", listener as () => void);
}
