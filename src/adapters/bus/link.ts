import type { Life } from "../../lib/broker/life.ts";

/** A connection to a broker, as a bus between the nodes of one channel. */
export interface Link extends Life {
  /** The most bytes that one message may have. */
  readonly maxBytes: number;
  /**
   * Sends to one node, or to all others on the channel. MUST NOT throw or wait; what the broker does not take is lost. Messages of one link
   * MUST arrive in order.
   */
  send(bytes: Uint8Array, node?: string): void;
}

/** Where a link leads, and who is at this end. */
export interface Place {
  /** As the user has given it; its host is the one to dial now. A secret. */
  readonly url: URL;
  /** Nodes hear only those of the same channel. */
  readonly channel: string;
  /** This node: 16 hexadecimal digits, the same after each reconnection. */
  readonly node: string;
  /** Takes what others have sent, to all or to this node. Never throws. */
  readonly receive: (bytes: Uint8Array) => void;
}

/**
 * Connects to the broker once, and makes sure that it takes messages. Rejects with a SioError for what trying again cannot mend, with any
 * other error for what it may. An attempt that nobody waits for any more MUST end by itself once `signal` is aborted.
 */
export type Dial = (place: Place, signal: AbortSignal) => Promise<Link>;

/** A name that every broker takes as one word, and no other text becomes. @example wordOf("my app") === "my~20app" */
export function wordOf(text: string): string {
  return text.replaceAll(/[^\w-]/gu, (char) => [...Buffer.from(char)].map((byte) => `~${byte.toString(16)}`).join(""));
}
