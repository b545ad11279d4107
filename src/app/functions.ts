import type { BroadcastOperator, DefaultEventsMap, Socket } from "socket.io";
import { checkSent, checkText, checkWhere, namespaceOf, roomList } from "./arguments.ts";
import { callerIn } from "./caller.ts";
import { DisconnectedError } from "./errors.ts";
import { currentContext } from "./event-context.ts";
import { heldUntilAccepted } from "./held.ts";

/** Rooms or client ids: a client's id is a room with only that client in it. */
export type Rooms = string | readonly string[];

/** Whose socket a function acts on, where it is not the caller's own in its own namespace. */
export interface Whose {
  /** The id of another client, as that namespace knows it. Default: the caller. */
  readonly sid?: string;
  /** Another namespace. */
  readonly namespace?: string;
}

type Operator = BroadcastOperator<DefaultEventsMap, unknown>;

/**
 * Sends an event to the client whose event is being handled.
 *
 * @example
 * on("ping me", () => emit("pong", Date.now()));
 */
export function emit(event: string, ...args: unknown[]): void {
  const context = currentContext("emit", "app.emit(event, …), which reaches everybody");
  checkSent(event, args);
  heldUntilAccepted(context, context.socket).emit(event, ...args);
}

/** Sends `data` to the client as the event `"message"`. */
export function send(data: unknown): void {
  emit("message", data);
}

/** Sends `data` to the client as the event `"json"`. */
export function sendJson(data: unknown): void {
  emit("json", data);
}

/**
 * Everyone in these rooms of the current namespace, the caller included if it is in one of them. For everyone but the caller, use
 * `socket.to(room)`.
 *
 * @example
 * on("say", (room: string, text: string) => to(room).emit("said", text));
 */
export function to(rooms: Rooms): Operator {
  const context = currentContext("to", "app.to(room)");
  return heldUntilAccepted(context, context.socket.nsp.to(roomList(rooms)));
}

/**
 * Everyone in the current namespace who is not one of these clients or in one of these rooms.
 *
 * @example
 * on("knock", () => except(request.sid, "busy").emit("knocked"));
 */
export function except(...rooms: readonly Rooms[]): Operator {
  const context = currentContext("except", "app.except(room)");
  return heldUntilAccepted(context, context.socket.nsp.except(roomList(rooms.flat())));
}

/**
 * Puts the caller (or another client) into a room, or several.
 *
 * @example
 * on("join", async (room: string) => { await joinRoom(room); });
 */
export async function joinRoom(rooms: Rooms, whose: Whose = {}): Promise<void> {
  await targetOf("joinRoom", whose).join(roomList(rooms));
}

/** Takes the caller (or another client) out of a room, or several. */
export async function leaveRoom(rooms: Rooms, whose: Whose = {}): Promise<void> {
  const target = targetOf("leaveRoom", whose);
  await Promise.all(roomList(rooms).map((room) => target.leave(room)));
}

/** Empties a room, on every server: nobody is in it afterwards, nobody is disconnected. */
export function closeRoom(room: string, whose: Pick<Whose, "namespace"> = {}): void {
  const { socket } = currentContext("closeRoom", "app.closeRoom(room)");
  checkText("room", room);
  namespaceFor(socket, whose).in(room).socketsLeave(room);
}

/** The rooms that the caller (or another client of this server) is in, its own id included. */
export function rooms(whose: Whose = {}): string[] {
  const context = currentContext("rooms", "socket.rooms");
  const nsp = namespaceFor(context.socket, whose);
  const sid = whose.sid ?? callerIn(nsp, context.socket)?.id;
  if (sid === context.socket.id) return [...(context.leftRooms ?? context.socket.rooms)];
  return sid === undefined ? [] : [...(nsp.adapter.socketRooms(sid) ?? [])];
}

/** Disconnects the caller (or another client) from one namespace; its other namespaces stay connected. */
export function disconnect(whose: Whose = {}): void {
  targetOf("disconnect", whose).disconnect();
}

/** What can be done to one client, wherever it is connected. */
interface Target {
  join(rooms: string[]): unknown;
  leave(room: string): unknown;
  disconnect(): void;
}

function targetOf(name: string, whose: Whose): Target {
  const context = currentContext(name, `app.of("/").in(sid) or the socket itself`);
  const nsp = namespaceFor(context.socket, whose);
  const own = callerIn(nsp, context.socket);
  const sid = whose.sid ?? own?.id;
  if (sid === undefined) throw new DisconnectedError(`The client is not connected to ${nsp.name}.`);
  if (sid === own?.id) {
    return {
      join: (to) => own.join(to),
      leave: (room) => own.leave(room),
      disconnect: () => heldUntilAccepted(context, own).disconnect(),
    };
  }
  const others = nsp.in(sid);
  return {
    join: (to) => others.socketsJoin(to),
    leave: (room) => others.socketsLeave(room),
    disconnect: () => others.disconnectSockets(),
  };
}

function namespaceFor(socket: Socket, whose: { readonly namespace?: string | undefined }) {
  checkWhere(whose);
  const { namespace } = whose;
  return namespace === undefined ? socket.nsp : namespaceOf(socket.nsp.server, namespace);
}
