import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Cargo } from "./engine.ts";

type Done = (error?: Error | null) => void;
type Write = (this: Socket, chunk: Uint8Array | string, done?: Done) => boolean;

/** What has been written within this tick. */
interface Pending {
  readonly chunks: (Uint8Array | string)[];
  bytes: number;
  readonly callbacks: Done[];
}

/** Where a socket keeps what it has not handed on yet. */
const pending = Symbol("pending");

/** The sockets that were written to within this tick; most often one, and all clients of a broadcast. */
let writers: Joining[] = [];

/** Used again, since one is needed for almost every message. */
const spare: Pending[] = [];
const mostSpare = 100;

type Joining = Socket & { [pending]?: Pending | undefined };

/** Copying more than this costs more than one more chunk for the system. */
const mostBytes = 16_384;

/** Cargo for Node's own HTTP server. */
export interface NodeCargo extends Cargo {
  /** What takes the place of the class `Server` of the package `ws`. */
  readonly wsEngine?: unknown;
}

/** Puts Socket.IO on a server, with the writes of each of its WebSockets joined if the cargo asks for that. */
export function attach({ io, joinWrites, wsEngine }: NodeCargo, server: HttpServer): void {
  const others = server.listenerCount("upgrade");
  io.attach(server, wsEngine === undefined ? {} : { wsEngine });
  // Without WebSocket there is no listener of Socket.IO's, and Node takes a request for an upgrade as any other.
  if (!joinWrites || server.listenerCount("upgrade") === others) return;
  server.prependListener("upgrade", ({ url }: IncomingMessage, socket: Socket) => {
    if (url?.startsWith(io.path())) joinWritesOf(socket);
  });
}

/**
 * Joins what is written to a socket within one tick: it reaches the system in one piece, where `ws` alone hands over the header and the
 * payload of every message apart. Order, callbacks and errors stay, and whatever ends the socket sends what is pending first.
 */
function joinWritesOf(socket: Socket): void {
  // Whoever has replaced its methods already expects to be called for each write.
  if (Object.hasOwn(socket, "write")) return;
  // Assigned, because defining properties takes far longer and every connection pays for it.
  Object.assign(socket, { write, end, destroy });
}

// biome-ignore lint/complexity/useMaxParams: the parameters of Writable.write
function write(this: Joining, chunk: Uint8Array | string, encoding?: BufferEncoding | Done, callback?: Done): boolean {
  const done = typeof encoding === "function" ? encoding : callback;
  const bytes = typeof chunk === "string" ? Buffer.byteLength(chunk) : chunk.length;
  const otherText = typeof encoding === "string" && encoding !== "utf8";
  if (otherText || bytes > mostBytes) {
    flush(this);
    return original(this).write.call(this, chunk, encoding as BufferEncoding, callback);
  }
  const held = this[pending] ?? hold(this);
  held.chunks.push(chunk);
  held.bytes += bytes;
  if (done) held.callbacks.push(done);
  if (held.bytes > mostBytes) flush(this);
  return !this.writableNeedDrain;
}

function end(this: Joining, ...args: Parameters<Socket["end"]>): Socket {
  flush(this);
  return original(this).end.apply(this, args);
}

function destroy(this: Joining, error?: Error): Socket {
  flush(this);
  return original(this).destroy.call(this, error);
}

function hold(socket: Joining): Pending {
  const held = spare.pop() ?? { chunks: [], bytes: 0, callbacks: [] };
  socket[pending] = held;
  if (writers.push(socket) === 1) process.nextTick(flushAll);
  return held;
}

function flushAll(): void {
  const sockets = writers;
  writers = [];
  for (const socket of sockets) flush(socket);
}

/** Hands on what is pending. A socket that is gone calls back with its own error. */
function flush(socket: Joining): void {
  const held = socket[pending];
  if (!held) return;
  socket[pending] = undefined;
  const { callbacks } = held;
  const done = callbacks.length > 1 ? settle(callbacks.slice()) : callbacks[0];
  const whole = joined(held);
  if (spare.length < mostSpare) {
    held.chunks.length = 0;
    held.callbacks.length = 0;
    held.bytes = 0;
    spare.push(held);
  }
  (original(socket).write as Write).call(socket, whole, done);
}

function settle(callbacks: readonly Done[]): Done {
  return (error) => {
    for (const callback of callbacks) callback(error);
  };
}

function joined({ chunks, bytes }: Pending): Uint8Array | string {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const whole = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const chunk of chunks) {
    if (typeof chunk === "string") at += whole.write(chunk, at);
    else {
      whole.set(chunk, at);
      at += chunk.length;
    }
  }
  return whole;
}

/** The methods of the socket's class, which the own ones hide. */
function original(socket: Socket): Socket {
  return Object.getPrototypeOf(socket) as Socket;
}
