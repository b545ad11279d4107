import type { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Receiving } from "../ws/read.ts";

/** Engine.IO's server. */
export interface Engine extends EventEmitter {
  readonly opts: { readonly perMessageDeflate?: unknown };
  /** The server of the package `ws`, where WebSocket is offered. */
  readonly ws?: EventEmitter;
  use(middleware: (request: IncomingMessage, response: ServerResponse, next: () => void) => void): void;
  handleUpgrade(request: UpgradeRequest, connection: Socket, head: Buffer): void;
  /** To be overridden by whoever has transports of their own. */
  createTransport(name: string, request: UpgradeRequest): object;
}

/** A packet of Engine.IO. */
export interface Packet {
  readonly type: string;
  readonly data?: unknown;
  readonly options?: {
    /** What the in-memory adapter has made of a broadcast, once for all who get it. */
    readonly wsPreEncodedFrame?: readonly [header: Buffer, data: Buffer];
  };
}

/** A WebSocket of the package `ws`. */
export interface WebSocket extends EventEmitter, Receiving {
  readonly readyState: number;
  close(): void;
}

/** A request for an upgrade, as Engine.IO hands it to a transport. */
export interface UpgradeRequest extends IncomingMessage {
  readonly websocket: WebSocket;
}

/** Engine.IO's own class of transports. */
export type TransportClass = new (request: UpgradeRequest) => Transport;

export interface Transport extends EventEmitter {
  /** Whether more may be handed over. */
  writable: boolean;
  readonly supportsBinary: boolean;
  readonly parser: { encodePacket(packet: Packet, supportsBinary: boolean, done: (encoded: unknown) => void): void };
  onData(message: string | Buffer): void;
  onError(reason: unknown, description?: unknown): void;
  onClose(): void;
}
