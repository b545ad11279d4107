import type { BroadcastOperator, DefaultEventsMap, Socket, Namespace as SocketIONamespace } from "socket.io";
import { roomList } from "./arguments.ts";
import { type Call, callIn } from "./call.ts";
import { currentContext } from "./event-context.ts";
import { closeRoom, disconnect, joinRoom, leaveRoom, type Rooms, rooms, type Whose } from "./functions.ts";
import { heldUntilAccepted } from "./held.ts";

/** The property of a method that names the events it handles; shared by every copy of this package. */
const eventNames = Symbol.for("sio-serve.event");

/** A method as decorators see it. */
export type Method = ((...args: never[]) => unknown) & { [eventNames]?: string[] };

/** Says which event a method handles, besides what its name says. */
export function markEvent(method: Method, name: string): void {
  method[eventNames] = [...(method[eventNames] ?? []), name];
}

/**
 * The handlers of one namespace as a class: `onConnect(auth)`, `onDisconnect(reason)`, and `onMyEvent(…)` for the event
 * `"myEvent"`; any other name with `@event("my event")`. What a method returns is the ack.
 *
 * `emit`, `send`, `sendJson`, `to` and `closeRoom` are about everyone in the namespace; the other methods about the caller in it.
 *
 * @example
 * export class Chat extends Namespace {
 *   onConnect() { this.emit("joined", request.sid); }
 *   onMessage(text: string) { this.send(text); }
 * }
 */
export class Namespace {
  /** The namespace's name, such as `"/chat"`; `undefined` until it is registered under its file's. */
  namespace: string;
  #methods: ReadonlyMap<string, string> | undefined;

  constructor(namespace = "") {
    this.namespace = namespace;
  }

  /**
   * Runs the method of an event. Override it to see every event of the namespace, `connect` and `disconnect` included.
   */
  triggerEvent(event: string, ...args: unknown[]): unknown {
    const method = this.#methodOf(event);
    return method ? (this as unknown as Record<string, Method>)[method]?.(...(args as never[])) : undefined;
  }

  /** Sends an event to everyone in this namespace. */
  emit(event: string, ...args: unknown[]): void {
    this.#real.emit(event, ...args);
  }

  /** Sends `data` to everyone in this namespace, as the event `"message"`. */
  send(data: unknown): void {
    this.emit("message", data);
  }

  /** Sends `data` to everyone in this namespace, as the event `"json"`. */
  sendJson(data: unknown): void {
    this.emit("json", data);
  }

  /** Everyone in these rooms of this namespace. */
  to(target: Rooms): BroadcastOperator<DefaultEventsMap, unknown> {
    return this.#real.to(roomList(target));
  }

  /** Puts the caller into a room, or several. */
  joinRoom(target: Rooms, whose?: Whose): Promise<void> {
    return joinRoom(target, this.#here(whose));
  }

  /** Takes the caller out of a room, or several. */
  leaveRoom(target: Rooms, whose?: Whose): Promise<void> {
    return leaveRoom(target, this.#here(whose));
  }

  /** Empties a room of this namespace. */
  closeRoom(room: string): void {
    closeRoom(room, { namespace: this.namespace });
  }

  /** The rooms that the caller is in, its own id included. */
  rooms(whose?: Whose): string[] {
    return rooms(this.#here(whose));
  }

  /** Disconnects the caller from this namespace. */
  disconnect(whose?: Whose): void {
    disconnect(this.#here(whose));
  }

  /** Asks the caller and waits for its answer. */
  get call(): Call {
    return callIn(this.namespace);
  }

  /** The real Socket.IO socket of the caller. */
  get socket(): Socket {
    const context = currentContext("socket", "app.io");
    return heldUntilAccepted(context, context.socket);
  }

  /** What the registry calls for an event, or `undefined` if this class does not handle it. */
  handlerOf(event: string): ((...args: unknown[]) => unknown) | undefined {
    if (!this.takesAll && !this.#methodOf(event)) return undefined;
    return (...args) => this.triggerEvent(event, ...args);
  }

  /** The events that have a method. */
  events(): Iterable<string> {
    return this.#table.keys();
  }

  /** `triggerEvent` is overridden, so that every event has somewhere to go. */
  get takesAll(): boolean {
    return this.triggerEvent !== Namespace.prototype.triggerEvent;
  }

  get #real(): SocketIONamespace {
    const context = currentContext("this.emit", `app.of("${this.namespace}").emit`);
    return heldUntilAccepted(context, context.socket.nsp.server.of(this.namespace));
  }

  #here(whose: Whose = {}): Whose {
    return { namespace: this.namespace, ...whose };
  }

  #methodOf(event: string): string | undefined {
    return this.#table.get(event);
  }

  get #table(): ReadonlyMap<string, string> {
    this.#methods ??= methodsByEvent(this);
    return this.#methods;
  }
}

function methodsByEvent(instance: Namespace): Map<string, string> {
  const found = new Map<string, string>();
  for (
    let proto = Object.getPrototypeOf(instance);
    proto && proto !== Namespace.prototype;
    proto = Object.getPrototypeOf(proto)
  ) {
    for (const name of Object.getOwnPropertyNames(proto)) {
      const method: unknown = Object.getOwnPropertyDescriptor(proto, name)?.value;
      if (typeof method !== "function") continue;
      for (const event of eventsOf(name, method as Method)) if (!found.has(event)) found.set(event, name);
    }
  }
  return found;
}

function eventsOf(name: string, method: Method): string[] {
  const named = /^on([A-Z].*)$/.exec(name)?.[1];
  return [...(method[eventNames] ?? []), ...(named ? [named.charAt(0).toLowerCase() + named.slice(1)] : [])];
}
