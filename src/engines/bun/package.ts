import type { BunServer } from "./runtime.ts";

/** The part of `@socket.io/bun-engine` that carries: https://github.com/socketio/bun-engine */
export interface EngineServer {
  readonly clients: Map<string, EngineSocket>;
  on(event: "connection", listener: (socket: EngineSocket, request: Request) => void): void;
  on(event: "connection_error", listener: (refusal: EngineRefusal) => void): void;
  /** Answers a request for Engine.IO. */
  handleRequest(request: Request, server: Pick<BunServer, "upgrade">): Promise<Response>;
  onWebSocketOpen(ws: { readonly data: unknown }): void;
  onWebSocketMessage(ws: { readonly data: unknown }, message: string | Buffer): void;
  onWebSocketClose(ws: { readonly data: unknown }, code: number, reason: string): void;
  /** Closes all clients. */
  close(): void;
}

/** Why a request was refused. */
export interface EngineRefusal {
  readonly req: Request;
  readonly code: number;
  readonly message: string;
  readonly context: unknown;
}

/** A connection. What Socket.IO expects of one and is not here is added. */
export interface EngineSocket {
  readonly id: string;
  readonly transport: EngineTransport;
  request: unknown;
  remoteAddress?: string | undefined;
  protocol?: number;
  emitReserved(event: string, ...args: readonly unknown[]): boolean;
  /** Takes off all listeners of an event. */
  off(event: string): this;
  on(event: string, listener: (this: EngineSocket) => void): this;
}

/** The way in which a connection is carried right now. */
export interface EngineTransport {
  /** Whether more may be handed to it; what it is given anyway is lost. */
  writable: boolean;
  /** Closes the connection. */
  onError(message: string): void;
  emitReserved(event: "drain"): boolean;
}

/** What the package can be told. */
export interface EngineSettings {
  readonly path: string;
  readonly pingTimeout: number;
  readonly pingInterval: number;
  readonly upgradeTimeout: number;
  readonly maxHttpBufferSize: number;
  readonly cors?: object;
  /** Rejects with the reason, in words, to refuse a request. */
  readonly allowRequest: (request: Request) => Promise<void>;
  /** May add to the headers of every answer. */
  readonly editResponseHeaders: (headers: Headers, request: Request) => void;
}

/** The class of the package. */
export type EngineServerClass = new (settings: EngineSettings) => EngineServer;
