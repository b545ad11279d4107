import type { HttpRequest, HttpResponse, us_socket_context_t, WebSocket, WebSocketBehavior } from "uWebSockets.js";
import type { Server } from "socket.io";
import type { Engine } from "../engine-io/types.ts";
import { carryWebSockets } from "../engine-io/web-sockets.ts";
import type { Gate } from "./gate.ts";
import type { NativeApp } from "./library.ts";
import { KeptRequest } from "./request.ts";
import { surviveAbort } from "./survive-abort.ts";

/** A transport of Engine.IO over a WebSocket. */
export interface Transport {
  socket: Partial<WebSocket<unknown>>;
  onError(message: string): void;
}

/** What Engine.IO keeps with a WebSocket. */
export interface UserData {
  readonly transport: Transport;
}

/** Where Socket.IO is put. */
export interface Place {
  readonly app: NativeApp;
  readonly gate: Gate;
  readonly encrypted: boolean;
  /** Takes every WebSocket in that is open. */
  readonly open: Set<WebSocket<UserData>>;
}

/** Why the library closes a connection, in the words that Engine.IO uses for it. */
const reasons: Readonly<Record<string, string>> = { "Received too big message": "Max payload size exceeded" };

type Handle = (response: HttpResponse, request: HttpRequest) => void;
type Upgrade = (response: HttpResponse, request: HttpRequest, context: us_socket_context_t) => void;

/**
 * Puts Socket.IO on an app by its own `attachApp`, and stands between the two: requests wait at the gate and can be read later, an aborted
 * one ends nothing but itself, and a connection that is given up says why.
 */
export function attach(io: Server, { app, gate, encrypted, open }: Place): void {
  const keep = (request: HttpRequest, response: HttpResponse) => new KeptRequest(request, response, encrypted);
  const between = {
    any(path: string, handle: Handle) {
      app.any(path, (response, request) => {
        const kept = keep(request, response);
        surviveAbort(response);
        gate.pass(() => handle(response, read(kept)));
      });
      return between;
    },
    ws(path: string, behavior: WebSocketBehavior<UserData>) {
      const { upgrade, open: opened, close } = behavior;
      app.ws<UserData>(path, {
        ...behavior,
        // The library would drop what is over a limit, without a word.
        maxBackpressure: 0,
        upgrade: (response, request, context) => {
          const kept = keep(request, response);
          surviveAbort(response);
          letGo(response, kept);
          gate.pass(() => (upgrade as Upgrade)(response, read(kept), context));
        },
        open: (socket) => {
          open.add(socket);
          void opened?.(socket);
        },
        close: (socket, code, message) => {
          open.delete(socket);
          const { transport } = socket.getUserData();
          const reason = reasons[Buffer.from(message).toString()];
          if (reason !== undefined) giveUp(transport, reason);
          void close?.(socket, code, message);
        },
      });
      return between;
    },
    get(path: string, handle: Handle) {
      app.get(path, handle);
      return between;
    },
  };
  keepingAdapters(io, () => io.attachApp(between));
  carryWebSockets(io.engine as unknown as Engine, (native) => native);
}

/** A request as Engine.IO takes it: it has every method that is called. */
function read(request: KeptRequest): HttpRequest {
  return request as unknown as HttpRequest;
}

/** The library's response is of no use once the WebSocket is there, and Engine.IO keeps it with the request. */
function letGo(response: HttpResponse, request: KeptRequest): void {
  const { upgrade } = response;
  response.upgrade = (...args) => {
    request.res = undefined;
    upgrade.apply(response, args);
  };
}

/** Lets Engine.IO end a connection for a reason. Its WebSocket MUST NOT be touched any more. */
export function giveUp(transport: Transport, reason: string): void {
  transport.socket = { end() {} };
  transport.onError(reason);
}

/** Socket.IO changes how the adapters of all servers in the process broadcast, for the sake of this one. */
function keepingAdapters(io: Server, step: () => void): void {
  const methods = ["addAll", "del", "broadcast"] as const;
  const { adapter } = io.of("/");
  const owners = methods.map((name) => [name, ownerOf(adapter, name)] as const);
  const before = owners.map(([name, owner]) => owner[name]);
  step();
  owners.forEach(([name, owner], index) => {
    owner[name] = before[index];
  });
}

/** The last of an object's prototypes that has a method of that name. */
function ownerOf(object: object, name: string): Record<string, unknown> {
  let owner = object;
  for (let next = object; next !== null; next = Object.getPrototypeOf(next))
    if (Object.hasOwn(next, name)) owner = next;
  return owner as Record<string, unknown>;
}
