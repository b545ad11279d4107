import { inspect } from "node:util";
import type { Server, Namespace as SocketIONamespace } from "socket.io";
import { sendingFault } from "./payload.ts";

/** What a caller passed, as a message quotes it. */
export function quoted(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 40 });
}

/** Names that Socket.IO keeps for itself: a client never sends them, and a server cannot. */
const reserved: ReadonlySet<string> = new Set([
  "connect",
  "connect_error",
  "disconnect",
  "disconnecting",
  "newListener",
  "removeListener",
]);

/** Names that one may listen for although no client sends them. */
const handled: ReadonlySet<string> = new Set(["connect", "disconnect", "*"]);

/** Throws a TypeError unless `event` can be handled by `on`. */
export function checkHandledEvent(event: unknown): asserts event is string {
  checkText("event", event);
  if (event === "connection") throw new TypeError('The event "connection" is called "connect" here.');
  if (reserved.has(event) && !handled.has(event))
    throw new TypeError(`The event "${event}" is Socket.IO's own and never reaches a handler.`);
}

/** Throws a TypeError unless `event` can be sent with these arguments. */
export function checkSent(event: unknown, args: readonly unknown[]): asserts event is string {
  checkText("event", event);
  if (reserved.has(event)) throw new TypeError(`The event "${event}" is Socket.IO's own and cannot be sent.`);
  if (args.some((arg) => typeof arg === "function")) {
    throw new TypeError(
      `A function cannot be sent with "${event}". To wait for the client's answer, use call(event, …).`,
    );
  }
  checkValues(`The arguments of "${event}"`, args);
}

/** Throws a TypeError unless a message can carry these values, which a caller knows as `name`. */
export function checkValues(name: string, values: readonly unknown[]): void {
  const fault = sendingFault(values);
  if (fault !== undefined) throw new TypeError(`${name} cannot be sent: ${fault}.`);
}

/** Throws a TypeError unless `handler`, which a caller knows as `name`, is a function. */
export function checkHandler(handler: unknown, name = "handler"): asserts handler is (...args: unknown[]) => unknown {
  if (typeof handler !== "function") throw new TypeError(`The ${name} must be a function, not ${quoted(handler)}.`);
}

/** Throws a TypeError unless `where` is an object, and the namespace and the client that it names are text. */
export function checkWhere(where: unknown): void {
  if (typeof where !== "object" || where === null)
    throw new TypeError(`The last argument must be an object such as { namespace: "/chat" }, not ${quoted(where)}.`);
  const { namespace, sid } = where as { readonly namespace?: unknown; readonly sid?: unknown };
  if (namespace !== undefined) checkText("namespace", namespace);
  if (sid !== undefined) checkText("sid", sid);
}

/** The rooms as a list. Throws a TypeError for anything but text or a list of it. */
export function roomList(rooms: unknown): string[] {
  const list = Array.isArray(rooms) ? rooms : [rooms];
  for (const room of list) checkText("room", room);
  return [...(list as string[])];
}

/** Throws a TypeError unless `value`, which a caller knows as `name`, is text that is not empty. */
export function checkText(name: string, value: unknown): asserts value is string {
  if (typeof value !== "string" || value === "") throw new TypeError(`The ${name} must be text, not ${quoted(value)}.`);
}

/** The longest that a timer of Node can wait, in ms: almost 25 days. With more, it fires at once. */
const longestMs = 2 ** 31 - 1;

/** Throws a TypeError unless `value`, which a caller knows as `name`, is a time that can be waited for, in ms. */
export function checkMs(name: string, value: unknown): asserts value is number {
  if (typeof value === "number" && value >= 0 && value <= longestMs) return;
  throw new TypeError(`The ${name} must be a number of milliseconds from 0 to ${longestMs}, not ${quoted(value)}.`);
}

/** A namespace of the server. Throws a TypeError if there is none of that name; asking must not create it. */
export function namespaceOf(io: Server, name: unknown): SocketIONamespace {
  checkText("namespace", name);
  const path = name.startsWith("/") ? name : `/${name}`;
  const nsp = io._nsps.get(path);
  if (nsp) return nsp;
  throw new TypeError(`There is no namespace "${path}". There are: ${[...io._nsps.keys()].join(", ")}.`);
}
