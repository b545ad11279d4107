import type { Server as HttpServer } from "node:http";
import type { Server } from "socket.io";
import type { Application } from "../app/application.ts";
import type { Fault } from "../app/handling.ts";
import type { Config } from "../config/options.ts";
import type { SiblingProcesses } from "../engines/engine.ts";
import type { Roster } from "../features/admin/figures.ts";
import type { Feature } from "../features/feature.ts";
import type { Log } from "../lib/log.ts";

/** What becomes a server. */
export interface Parts {
  readonly app: Application;
  readonly config: Config;
  readonly log: Log;
  /** The folder of the project, whose packages the settings may name. */
  readonly root: string;
  /** Socket.IO's class: the project's own copy, or ours. */
  readonly Server: typeof Server;
  readonly onFault: (fault: Fault) => void;
  /** More features, besides those of the register. */
  readonly features?: readonly Feature[];
  /** What several processes of one server have in common, and no other server has. */
  readonly crew?: string;
  /** How they ask each other for figures. */
  readonly roster?: Roster;
  /** The other processes of the same server, which listen at the same address. */
  readonly siblings?: SiblingProcesses | undefined;
  /** A server of the program's own to mount on, instead of listening. */
  readonly on?: HttpServer;
  /** Fills the application with handlers, once `app.io` exists and before the first client comes. */
  readonly load: () => Promise<unknown>;
}
