import { EventEmitter } from "node:events";
import type { Namespace } from "socket.io";

/** An adapter, as a namespace has it. */
export type NamespaceAdapter = Namespace["adapter"];

/** Whom a message is for. */
export type Target = Parameters<NamespaceAdapter["broadcast"]>[1];

/**
 * The class of Socket.IO that an adapter extends: its methods serve the clients of this server alone. They MUST be asked for at each call,
 * because engines put better ones in their place.
 */
export function inMemory(adapter: NamespaceAdapter): NamespaceAdapter {
  let found: object = Object.getPrototypeOf(adapter);
  for (let next = found; next !== EventEmitter.prototype; next = Object.getPrototypeOf(next)) found = next;
  return found as NamespaceAdapter;
}

/** Whether it is for the clients of this server alone. */
export function isLocal({ flags }: Target): boolean {
  return flags?.local === true;
}
