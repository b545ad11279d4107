import type { Fault } from "../fault.ts";
import type { Target } from "../target.ts";

/** How many bytes of messages went each way, with the frames or request bodies that they travel in. */
export interface Traffic {
  sentBytes: number;
  receivedBytes: number;
}

/** What a transport is opened with. */
export interface Opening {
  readonly target: Target;
  /** The one of the target's addresses to connect to. */
  readonly address: string;
  /** MUST be added to. */
  readonly traffic: Traffic;
}

/** Where what arrives goes. A transport MUST NOT call any of these once it was closed, and only `onEnd` may close it. */
export interface Receiver {
  /** A packet of Engine.IO. */
  onText(packet: string): void;
  /** The receiver may keep the bytes. */
  onBinary(bytes: Uint8Array): void;
  /** The connection could not be made or is over. MUST be called at most once. */
  onEnd(fault: Fault): void;
}

/** One connection of Engine.IO 4. */
export interface Transport {
  /** Sends a packet and the bytes that belong to it, in order. MUST NOT throw, even if the connection is over. */
  send(packet: string, attachments: readonly Uint8Array[]): void;
  /** How much waits to be sent. */
  readonly backlogBytes: number;
  /** Says goodbye and ends the connection; resolves once it is gone, whatever the server does. */
  close(): Promise<void>;
}

/** Begins a connection. MUST connect to the address that was checked, and to no other. */
export type OpenTransport = (opening: Opening, receiver: Receiver) => Transport;

/** How long a server may take to see its clients off, in milliseconds. */
export const goodbyeMs = 1_000;
