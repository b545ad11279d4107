import { setTimeout as sleep } from "node:timers/promises";
import type { Intake } from "../steady/intake.ts";
import type { RedisClient } from "./client.ts";
import type { Line } from "./line.ts";

interface Entry {
  readonly id: string;
  readonly message: Readonly<Record<string, string>>;
}

interface Stream {
  readonly key: string;
  readonly id: string;
}

/** How long a reader waits that Redis has refused, in ms; the official adapter would ask again at once. */
const pauseMs = 1_000;

/** Reads a stream for a reader that asks again and again. */
export interface Reader {
  /** Finds out where the stream ends, the first time. MUST come before the first reading. */
  prepare(client: RedisClient): Promise<void>;
  /** Reads as `XREAD` does; it waits while Redis is away, loses nothing between two readings, and leaves out what is no message. */
  read(streams: readonly [Stream], options: object): Promise<unknown>;
}

/** Makes a reader of the stream `key`. */
export function createReader(key: string, line: () => Line, intake: Intake): Reader {
  let last: string | undefined;
  return {
    async prepare(client) {
      const end = await endOf(client, key);
      last ??= end;
    },
    async read([{ id }], options) {
      const client = await line().whenUp();
      try {
        // "The end" is another place each time it is asked for.
        const from = id === "$" ? last : id;
        const read = (await client.xRead([{ key, id: from }], options)) as readonly [{ messages: Entry[] }] | null;
        last = read?.[0].messages.at(-1)?.id ?? last;
        return read && [{ messages: read[0].messages.map((entry) => sifted(entry, intake)) }];
      } catch (error) {
        if (line().client === client) await sleep(pauseMs, undefined, { ref: false });
        throw error;
      }
    },
  };
}

async function endOf(client: RedisClient, key: string): Promise<string> {
  const [last] = (await client.xRevRange(key, "+", "-", { COUNT: 1 })) as readonly Entry[];
  return last?.id ?? "0-0";
}

/** An entry that has not the fields of a message keeps only its place in the stream. */
function sifted(entry: Entry, intake: Intake): Entry {
  const { nsp, uid, type } = entry.message;
  if (nsp && uid && type) return entry;
  intake.dropped(new Error("An entry of the stream is no message of Socket.IO."));
  return { id: entry.id, message: {} };
}
