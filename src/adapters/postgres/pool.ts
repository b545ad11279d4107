import { createHash, randomInt } from "node:crypto";
import { inTurn } from "./in-turn.ts";
import type { Query } from "./query.ts";
import { createSender } from "./sender.ts";
import type { Notification, Session } from "./session.ts";
import { table } from "./table.ts";

/** What the official adapter takes for a pool of the package `pg`. */
export interface Pool {
  readonly query: Query;
  connect(): Promise<PoolClient>;
}

interface PoolClient {
  query(text: string): Promise<unknown>;
  on(event: string, listener: (notification: Notification) => Promise<void>): void;
  removeAllListeners(): void;
  release(): void;
}

/** A pool in front of one session, which may be lost and replaced. */
export interface StandInPool {
  readonly pool: Pool;
  /** Begins to listen to a channel, in this session and all that come after it. */
  readonly listen: (channel: string) => void;
  /** Ends that. */
  readonly unlisten: (channel: string) => void;
  /** Lets a new session listen to all channels. */
  readonly resume: () => void;
  /** Takes what a session has heard, one after the other: a large message is fetched before the next is read. */
  readonly hear: (notification: Notification) => void;
}

/** Why a question has no answer, if it is not the database that refuses it. */
export const lost = new Error("The database cannot be reached.");

/** Makes the pool. What the adapter sends is on its way at once, and nobody waits for it: it is lost if there is no session. */
export function createPool(session: () => Session | undefined): StandInPool {
  const channels = new Set<string>();
  const send = createSender(session);
  const turn = inTurn();
  let take: (notification: Notification) => Promise<void> = async () => {};

  const query: Query = async (text, values = []) => {
    if (text.startsWith("SELECT pg_notify")) {
      send(text, [nameOf(String(values[0])), values[1]]);
      return { rows: [] };
    }
    if (text.startsWith("INSERT")) {
      // A number of our own, far above those that the table gives, so that none has to be waited for.
      const id = randomInt(2 ** 40, 2 ** 48 - 1);
      send(`INSERT INTO ${table} (id, payload) VALUES ($1, $2)`, [id, values[0]]);
      return { rows: [{ id }] };
    }
    const current = session();
    if (!current) throw lost;
    return current.query(text, values).catch((error: Error) => {
      throw "severity" in error ? error : lost;
    });
  };
  const listen = (channel: string) => {
    if (channels.has(channel)) return;
    channels.add(channel);
    send(listenTo(channel));
  };
  const client: PoolClient = {
    async query(text) {
      const [, channel] = /^LISTEN "(.*)"$/s.exec(text) ?? [];
      if (channel !== undefined) listen(channel);
    },
    on(event, listener) {
      if (event === "notification") take = listener;
    },
    removeAllListeners() {},
    release() {},
  };
  return {
    pool: { query, connect: async () => client },
    listen,
    unlisten(channel) {
      if (channels.delete(channel)) send(`UN${listenTo(channel)}`);
    },
    resume() {
      for (const channel of channels) send(listenTo(channel));
    },
    hear: (notification) => void turn(() => take(notification)),
  };
}

/** The most bytes that the name of a channel can have. */
const longestName = 63;

/** The name that a channel has in the database: longer ones would be cut, so that two might meet. */
function nameOf(channel: string): string {
  if (Buffer.byteLength(channel) <= longestName) return channel;
  return createHash("sha256").update(channel).digest("hex").slice(0, longestName);
}

/** Clients may have chosen the name of a namespace, and with it a part of this. */
function listenTo(channel: string): string {
  return `LISTEN "${nameOf(channel).replaceAll('"', '""')}"`;
}
