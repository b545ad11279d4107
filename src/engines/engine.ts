import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import type { Server } from "socket.io";
import type { OptionalPackage } from "../lib/optional-package.ts";
import type { Runtime } from "../lib/runtime.ts";

/** Where a server listens. */
export type Address = { readonly host: string; readonly port: number } | { readonly unixSocket: string };

/** Certificate and key, read; and the files that they were read from. */
export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca?: Buffer;
  readonly passphrase?: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** What an engine carries. */
export interface Cargo {
  readonly io: Server;
  readonly tls: Tls | undefined;
  /** Answers every HTTP request that is not Socket.IO's. Never throws. */
  readonly routes: (request: IncomingMessage, response: ServerResponse) => void;
  /** A server of the program's own to mount on, instead of making one: it is not made to listen, and MUST NOT be closed. */
  readonly on: HttpServer | undefined;
  /** The other processes of the same server, which listen at the same address: what a dead server left there is removed already. */
  readonly siblings?: SiblingProcesses | undefined;
  /** Whether what is written to a WebSocket within one tick is joined, where the engine does not do so by itself. */
  readonly joinWrites: boolean;
  /** Where the server before it listens: {@link OpenEngine.listen} goes on there. */
  readonly door?: Door | undefined;
}

/** The processes that serve as one, as far as listening goes. */
export interface SiblingProcesses {
  /**
   * Waits until this process may listen. MUST be asked before each try by an engine whose processes listen by themselves, and share a port by
   * the system's means.
   */
  turn(asked: { readonly byItself: boolean }): Promise<Turn>;
}

/** How one of several processes is to listen. */
export interface Turn {
  /** The port that they have, which goes before the one of the settings; `undefined` if none was found yet. */
  readonly port: number | undefined;
  /** Whether none of them listens by now: the port MUST then be refused if anybody else does. */
  readonly first: boolean;
}

/** The place where a server listens, for the one that comes after it in the same process. */
export interface Door {
  /** What listens there. An engine that knows its kind goes on with it; every other listens itself, in the moment in which it is left. */
  readonly listener: unknown;
  /** Whether somebody else can listen there before it is left. */
  readonly shared: boolean;
  /** Frees the address, before it returns; who is connected stays. Safe to call twice. */
  leave(): void;
}

/** An engine with a Socket.IO server on it. */
export interface OpenEngine {
  /**
   * Starts to listen, and resolves with where it really does: the port is never 0. MUST reject with the system's own error (with its
   * `code`) if it cannot. The file that a dead server left at the path of a Unix socket MUST NOT be in the way. Requests MUST wait until {@link accept}.
   * With a {@link Cargo.door}, which is at this address, it goes on there, and MUST leave no more time without a listener than it cannot help.
   */
  listen(address: Address): Promise<Address>;
  /** Answers requests from now on, first those that have waited. */
  accept(): void;
  /** Accepts no new connection; those that exist go on. Safe to call twice. */
  stopAccepting(): void;
  /**
   * Ends all that is open, in the way that makes clients come back. MUST leave no connection and no handle, but for the listening socket
   * that another engine has gone on with, and what comes there waits for that one. Safe to call twice.
   */
  close(): Promise<void>;
  /** Where it listens. Another engine that goes on there MUST do so before this one is closed, and accept afterwards. */
  readonly door: Door;
  /** Whether a message over the limit ends its connection with an error that says so by polling too, where Engine.IO only answers 413. */
  readonly endsOversized?: boolean;
}

/**
 * What not every engine can do: what settings ask for by the same names, clients of Socket.IO 2, and with several workers to bring each
 * request of a client that polls to the worker of its session, or to listen on a Unix socket.
 */
export type Capability =
  | "unixSocket"
  | "tls"
  | "tlsCa"
  | "oldClients"
  | "httpCompression"
  | "perMessageDeflate"
  | "workersPolling"
  | "workersUnixSocket"
  | "cookie";

/** What of an engine decides which settings it can obey. */
export interface EngineAbilities {
  /** The ways of connecting that it offers, as Socket.IO names them. */
  readonly transports: readonly string[];
  /** What it MUST NOT be asked for. Settings that do are refused before anything is opened. */
  readonly cannot: readonly Capability[];
}

/**
 * Attaches `io`, so that `io.engine` exists. MUST serve `routes` beside Socket.IO, on the same address; MUST give each handshake's request
 * `headers`, `url` with its query, and a `socket` with `remoteAddress` and `encrypted` in Node's form; MUST lose nothing of what is sent
 * to a client that stays connected, and disconnect with a reason those it gives up.
 */
export type Open = (cargo: Cargo) => OpenEngine;

/** Where something is possible. */
export interface Habitat {
  readonly runtimes: readonly Runtime[];
  /** The systems, as Node names them; all unless given. */
  readonly systems?: readonly NodeJS.Platform[];
}

/** What moves the bytes between clients and Socket.IO. */
export interface Engine extends EngineAbilities {
  /** What it is, as the end of a sentence. */
  readonly about: string;
  /** What it runs in. */
  readonly runtimes: readonly Runtime[];
  /** Where several processes can serve with it. */
  readonly workersIn: Habitat;
  /** Whether it can be put on a server of the program's own; else `Cargo.on` MUST be left out. */
  readonly mounts: boolean;
  /** The package that the project must have for it. */
  readonly needs?: OptionalPackage;
  /**
   * Loads what it needs, of the project in `root` first; nothing of it MUST be loaded before.
   *
   * @throws SioError `config` if that is not installed, or does not load here
   */
  load(root: string): Promise<Open>;
}
