import type { Found } from "../lib/finding.ts";

/** Something about a deployment that its owner should know; its places are requests and their answers. */
export type Finding = Found<{ readonly say: string }>;

/** The ways in which a client talks to a server. */
export type Transport = "polling" | "websocket";

/** What was seen of a deployment. What is absent was not seen, which does not mean that it is not there. */
export interface Seen {
  /** Where Socket.IO answers; what a client sets as `path`. @example "/socket.io/" */
  readonly path?: string;
  /** Which namespace was joined. */
  readonly namespace?: string;
  /** The revisions of the Engine.IO protocol that are let in: 4 for clients of Socket.IO 3 and 4, 3 for older ones. */
  readonly protocols?: readonly (3 | 4)[];
  readonly transports?: readonly Transport[];
  /** The transports that a client by polling is told to change to. */
  readonly upgrades?: readonly string[];
  /** Whether a session by polling could change to WebSocket. */
  readonly upgraded?: boolean;
  /** Milliseconds between heartbeats. */
  readonly pingInterval?: number;
  /** How many milliseconds a client has to answer a heartbeat. */
  readonly pingTimeout?: number;
  /** The most bytes that a message may have. */
  readonly maxPayload?: number;
  /** How many milliseconds passed until the first heartbeat arrived. */
  readonly pings?: Readonly<Partial<Record<Transport, number>>>;
  /** The headers that name the programs in between, or the server. @example ["server: nginx/1.22.1"] */
  readonly intermediaries?: readonly string[];
  /** Sessions by polling that were continued on a new connection, and how many of them the server did not know. */
  readonly sessions?: { readonly tried: number; readonly lost: number };
  /** The cookies that the first answer sets, by name. */
  readonly cookies?: readonly string[];
  /** Whether messages over WebSocket, and files over HTTP, are compressed when the client can read it. */
  readonly compression?: { readonly webSocket?: boolean; readonly http?: boolean };
  readonly certificate?: Certificate;
  /** The version of the client script that the server hands out; `false` if it hands out none. */
  readonly clientScript?: string | false;
}

/** The certificate of a server, and how the connection is encrypted. */
export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601. */
  readonly validTo: string;
  readonly daysLeft: number;
  /** @example "TLSv1.3" */
  readonly protocol: string;
  /** Why it is not to be trusted; absent if it is. @example "DEPTH_ZERO_SELF_SIGNED_CERT" */
  readonly distrust?: string;
}

/** What a probe found out. */
export interface ProbeReport {
  /** What was probed, without credentials and query. */
  readonly url: string;
  readonly server: Seen;
  readonly findings: readonly Finding[];
  /** How many requests and connections it took. */
  readonly requests: number;
  readonly tookMs: number;
}
