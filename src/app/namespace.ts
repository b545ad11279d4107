import type { BroadcastOperator, DefaultEventsMap, Socket, Namespace as SocketIONamespace } from "socket.io";
import { checkText, roomList } from "./arguments.ts";
import { type Call, callIn } from "./call.ts";
import { currentContext } from "./event-context.ts";
import { closeRoom, disconnect, joinRoom, leaveRoom, type Rooms, rooms, type Whose } from "./functions.ts";
import { heldUntilAccepted } from "./held.ts";
import { type Schemas, validated } from "./schema.ts";

/** The property of a method that lists the events it handles; shared by every copy of this package. */
const marks = Symbol.for("sio-serve.event");

/** An event that a method handles, and what its arguments must be. */
interface Mark {
  readonly event: string;
  readonly schemas?: Schemas | undefined;
}

/** A method as decorators see it. */
export type Method = ((...args: never[]) => unknown) & { [marks]?: readonly Mark[] };

/** Says which event a method handles, besides what its name says. */
export function markEvent(method: Method, event: string, schemas?: Schemas): void {
  method[marks] = [...(method[marks] ?? []), { event, schemas }];
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
  #handled: ReadonlyMap<string, Handled> | undefined;

  constructor(namespace = "") {
    if (namespace !== "") checkText("namespace", namespace);
    this.namespace = namespace;
  }

  /**
   * Runs the method of an event. Override it to see every event of the namespace, `connect` and `disconnect` included; a schema has
   * checked the arguments before.
   */
  triggerEvent(event: string, ...args: unknown[]): unknown {
    const handled = this.#table.get(event);
    return handled ? (this as unknown as Record<string, Method>)[handled.method]?.(...(args as never[])) : undefined;
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

  /** What the registry calls for an event, or `undefined` if this class does not handle it. @internal */
  handlerOf(event: string): ((...args: unknown[]) => unknown) | undefined {
    const handled = this.#table.get(event);
    if (!this.takesAll && !handled) return undefined;
    const handler = (...args: unknown[]) => this.triggerEvent(event, ...args);
    return handled?.schemas ? validated(handled.schemas, handler) : handler;
  }

  /** The events that have a method. @internal */
  events(): Iterable<string> {
    return this.#table.keys();
  }

  /** `triggerEvent` is overridden, so that every event has somewhere to go. @internal */
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

  get #table(): ReadonlyMap<string, Handled> {
    this.#handled ??= handledBy(this);
    return this.#handled;
  }
}

/** What a class has for an event. */
interface Handled {
  readonly method: string;
  readonly schemas: Schemas | undefined;
}

function handledBy(instance: Namespace): Map<string, Handled> {
  const found = new Map<string, Handled>();
  for (
    let proto = Object.getPrototypeOf(instance);
    proto && proto !== Namespace.prototype;
    proto = Object.getPrototypeOf(proto)
  ) {
    for (const name of Object.getOwnPropertyNames(proto)) {
      const method: unknown = Object.getOwnPropertyDescriptor(proto, name)?.value;
      if (typeof method !== "function") continue;
      for (const { event, schemas } of eventsOf(name, method as Method)) {
        if (!found.has(event)) found.set(event, { method: name, schemas });
      }
    }
  }
  return found;
}

function eventsOf(name: string, method: Method): Mark[] {
  const named = /^on([A-Z].*)$/.exec(name)?.[1];
  return [...(method[marks] ?? []), ...(named ? [{ event: named.charAt(0).toLowerCase() + named.slice(1) }] : [])];
}
