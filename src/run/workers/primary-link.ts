import type { Socket } from "node:net";
import type { Siblings } from "../../adapters/cluster.ts";
import type { SiblingProcesses } from "../../engines/engine.ts";
import { type Order, opened, post, type Word } from "./messages.ts";
import type { WantedPlace } from "./turns.ts";

type Kind = Order["kind"];
type OrderOf<K extends Kind> = Extract<Order, { readonly kind: K }>;
type Obey<K extends Kind> = (order: OrderOf<K>, connection: Socket | undefined) => void;

/** A worker's end of its channel to the primary. */
export interface PrimaryLink {
  /** Calls back for each order of one kind. Returns how to stop. */
  on<K extends Kind>(kind: K, obey: Obey<K>): () => void;
  /** Tells the primary, with a connection if that is what it is about. */
  say(word: Word, connection?: Socket, said?: () => void): void;
  close(): void;
}

/** Listens to the primary on the channel that `worker`, this process, has to it. There is one for a process. */
export function linkToPrimary(worker: NodeJS.Process): PrimaryLink {
  const obeying = new Map<Kind, Set<Obey<Kind>>>();
  const receive = (received: unknown, connection: unknown) => {
    const order = opened<Order>(received);
    if (order === undefined) return;
    for (const obey of obeying.get(order.kind) ?? []) obey(order, connection as Socket | undefined);
  };
  worker.on("message", receive);
  return {
    on(kind, obey) {
      const all = obeying.get(kind) ?? new Set();
      // Only orders of this kind get there, which TypeScript cannot follow through the map.
      obeying.set(kind, all.add(obey as unknown as Obey<Kind>));
      return () => void all.delete(obey as unknown as Obey<Kind>);
    },
    say: (word, connection, said) => post(worker, word, { connection, sent: said }),
    close: () => void worker.off("message", receive),
  };
}

/** The other workers, as far as listening at this place goes. */
export function listeningWith(link: PrimaryLink, { host, port }: WantedPlace): SiblingProcesses {
  return {
    turn: ({ byItself }) =>
      new Promise((resolve) => {
        const stop = link.on("listen", ({ port: found, first }) => {
          stop();
          resolve({ port: found, first });
        });
        link.say({ kind: "turn", byItself, host, port });
      }),
  };
}

/** The other workers, by way of the primary. */
export function siblingsOver(link: PrimaryLink, id: number): Siblings {
  return {
    id,
    send: (bytes, to) => link.say({ kind: "adapter", bytes, to }),
    listen({ message, gone }) {
      const stops = [link.on("adapter", ({ bytes }) => message(bytes)), link.on("gone", (order) => gone(order.id))];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
