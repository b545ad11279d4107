import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Server } from "socket.io";
import type { Application } from "../app/application.ts";
import type { Config } from "../config/options.ts";
import type { OpenEngine } from "../engines/engine.ts";
import type { Drops } from "../lib/drops.ts";
import type { Log } from "../lib/log.ts";
import type { Roster } from "./admin/figures.ts";

/** What an HTTP server calls with a request to change the protocol. */
export type UpgradeListener = (request: object, socket: Socket, head: Buffer) => unknown;

/** What a feature may look at and add to. */
export interface Installation {
  readonly io: Server;
  /** What carries it. */
  readonly engine: OpenEngine;
  readonly app: Application;
  readonly config: Config;
  readonly log: Log;
  /** The folder of the project, whose packages the settings may name. */
  readonly root: string;
  /** What this process has in common with the others of one server; `undefined` if it is the only one. */
  readonly crew?: string | undefined;
  /** How to ask those others for figures. */
  readonly roster?: Roster | undefined;
  /** What listened for upgrades on a server of the program's own before Socket.IO did. */
  readonly beside: readonly UpgradeListener[];
  /** Where to count messages that are dropped. */
  readonly drops: Drops;
  /** Whether the broker of the adapter can be reached at the moment; true where there is none. */
  readonly brokerConnected: () => boolean;
}

/** Answers a request, or leaves it to the next by calling `next`. */
export type Route = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Says why a handshake is refused, or `undefined` if it may go on. Asked before any work is done for the connection. */
export type Check = (request: IncomingMessage) => string | undefined;

/** A feature in place. */
export interface Installed {
  /** Features are asked in the order of the register. */
  readonly route?: Route;
  /** Asked on every transport. */
  readonly check?: Check;
  /**
   * Opens what outsiders reach besides the server's own address. Called once the application is loaded, and after the server that this one
   * takes the place of has closed its own.
   */
  readonly open?: () => unknown;
  /** The server is about to stop; it still takes clients. Called once at most. */
  readonly onStop?: () => void;
  /** Ends what it has opened. Called once, before the connections are closed. */
  readonly close?: () => unknown;
  /** Leaves the other servers. Called once, after the connections are closed, because clients that go say goodbye to others too. */
  readonly leave?: () => unknown;
}

/** Something that the server can do besides passing events on. */
export interface Feature {
  /** Whether the settings ask for it. */
  wanted(config: Config): boolean;
  /** Puts it in place. The engine is attached (`io.engine` exists) and does not listen yet. */
  install(installation: Installation): Installed | Promise<Installed>;
}
