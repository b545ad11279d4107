import { type ClusterMessage, MessageType } from "socket.io-adapter";
import type { OpenAdapter } from "./adapter.ts";
import { adapterOver, type Hub } from "./bus/adapter.ts";
import { decode, encode } from "./bus/message.ts";
import { createIntake } from "./steady/intake.ts";
import { steady } from "./steady/steady.ts";

/** How one process of a server reaches the others of its machine. */
export interface Siblings {
  /** This process. */
  readonly id: number;
  /** Sends to one of them, or to all. */
  send(bytes: Uint8Array, to?: number): void;
  /** Calls back with what they have sent, and with who has ended. Returns how to stop listening. */
  listen(hear: { readonly message: (bytes: Uint8Array) => void; readonly gone: (id: number) => void }): () => void;
}

/**
 * An adapter for the processes of one server: they need no broker, and hear at once of one that has died.
 *
 * @param onDropped told of each message that makes no sense
 */
export function clusterAdapter(siblings: Siblings, onDropped: (why: Error) => void): OpenAdapter {
  const intake = createIntake(onDropped);
  const listeners: Hub["listeners"] = new Map();
  const hub: Hub = {
    node: nameOf(siblings.id),
    connected: true,
    listeners,
    send: (message, node) => siblings.send(encode(message), node === undefined ? undefined : idOf(node)),
  };
  const stop = siblings.listen({
    message(bytes) {
      try {
        const message = decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
        // Answers too: the adapter itself tells them from questions.
        listeners.get(message.nsp)?.onMessage(message as ClusterMessage);
      } catch (error) {
        // Another release may speak in another way, while workers are replaced one after the other.
        intake.dropped(error);
      }
    },
    gone(id) {
      for (const [nsp, listener] of listeners) {
        listener.onMessage({ type: MessageType.ADAPTER_CLOSE, uid: nameOf(id), nsp });
      }
    },
  });
  return {
    adapter: steady(adapterOver(hub), intake),
    async close() {
      stop();
    },
  };
}

function nameOf(id: number): string {
  return `worker-${id}`;
}

function idOf(node: string): number {
  return Number(node.slice("worker-".length));
}
