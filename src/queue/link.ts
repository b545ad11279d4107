import type { Life } from "../lib/broker/life.ts";
import type { OptionalPackage } from "../lib/optional-package.ts";

/** One connection to a broker, from when it hears until it is lost. */
export interface Link extends Life {
  /**
   * Hands a message to the broker, which sends it to everyone, this server included. Returns `false` if it is lost. MUST NOT throw, and
   * MUST NOT hold back more than {@link mostUnsentBytes} for a broker that does not read.
   */
  publish(text: string): boolean;
}

/** How much of what is published may wait for the broker to read it. */
export const mostUnsentBytes = 16_000_000;

/** Where a link leads. */
export interface Destination {
  readonly url: URL;
  /** What Python calls the channel. */
  readonly channel: string;
  /** Given every message of the channel, this server's own included. It does not throw. */
  readonly onMessage: (bytes: Buffer) => void;
}

/**
 * Connects once, and resolves when messages are heard. Rejects with a SioError `config` where trying again cannot mend it, such as a
 * password that the broker refuses; with any other error where it can. MUST end by itself once `signal` is aborted.
 */
export type OpenLink = (destination: Destination, signal: AbortSignal) => Promise<Link>;

/** A kind of broker. */
export interface Broker {
  /** The schemes of its URLs, without the colon. */
  readonly schemes: readonly string[];
  /** Its client. */
  readonly needs: OptionalPackage;
  /** Makes what opens a link, of what its client exports. */
  load(client: unknown): Promise<OpenLink>;
}
