import type { Server } from "socket.io";
import type { BrokerState } from "../lib/broker/line.ts";
import type { BrokerUrl } from "../lib/broker-url.ts";
import type { OptionalPackage } from "../lib/optional-package.ts";

/** What Socket.IO makes for each of its namespaces: `io.adapter(…)` takes it. */
export type AdapterConstructor = Exclude<Parameters<Server["adapter"]>[0], undefined>;

/** What an adapter is connected with. Its URL has a scheme of the kind's, and a mode that the kind has. */
export interface Connection extends BrokerUrl {
  /** Servers hear only those of the same channel. */
  readonly channel: string;
  /** Told each time the broker is reached or lost, never twice in a row the same. A broker that never came is lost once. */
  readonly onState: (state: BrokerState) => void;
  /** Told of each message that was dropped because it makes no sense. */
  readonly onDropped: (why: Error) => void;
}

/** An adapter that is in touch with its broker, or tries to be. */
export interface OpenAdapter {
  readonly adapter: AdapterConstructor;
  /** Leaves the others and the broker. MUST leave no handle, and MUST end within 2 s though the broker is gone or frozen. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Begins to connect. Resolves when the first attempt has ended, well or not, and MUST do so within 5 s. Rejects only with what trying again
 * cannot mend: a password or a database that the broker refuses (SioError `config`, without the URL's secrets).
 *
 * A broker that cannot be reached is tried again for ever, in growing steps of 5 s at most, with jitter. MUST keep the process alive
 * whatever the broker does or says; MUST deliver to this server's own clients at once and once while it is gone or frozen; MUST NOT hold
 * back what is sent meanwhile (it is lost to the others); MUST be in touch again by itself within 15 s of its return, though it has
 * forgotten everything. What cannot be understood MUST be dropped, and told.
 */
export type Connect = (connection: Connection) => Promise<OpenAdapter>;

/** How servers of one application hear each other: a broker, or the machine itself. */
export interface Adapter {
  /** What it is, as the end of a sentence. */
  readonly about: string;
  /** The schemes of the URLs that choose it, without the colon. */
  readonly schemes: readonly string[];
  /** A URL that a person might give. */
  readonly example: string;
  /** What `?mode=` of the URL may say, each with what it is; the first is the default. */
  readonly modes: Readonly<Record<string, Mode>>;
  /**
   * Loads what it needs for a mode, of the project in `root` first; nothing of it MUST be loaded before.
   *
   * @throws SioError `config` if that is not installed, or does not load here
   */
  load(mode: string, root: string): Promise<Connect>;
}

/** One way of using a broker. */
export interface Mode {
  /** What it is, as the end of a sentence. */
  readonly about: string;
  /** The packages that the project must have for it. */
  readonly needs: readonly OptionalPackage[];
  /** Whether a client that comes back to another server finds its session there (connection state recovery). */
  readonly recovers: boolean;
}
