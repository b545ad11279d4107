import type { Collection } from "mongodb";

/** A message on its way. */
export interface Entry {
  readonly channel: string;
  readonly from: string;
  /** A node, or `all` others. */
  readonly to: string;
  readonly bytes: Uint8Array;
  /** From when on it may be forgotten. */
  readonly at: Date;
}

/** Writes entries in the order in which they come. */
export interface Writer {
  write(entry: Entry): void;
  /** Resolves once all that was written before is in the collection; rejects if that fails. */
  settle(): Promise<void>;
}

/** The most entries of one batch: with those of 512 KB it stays under the 48 MB that MongoDB takes. */
const batchSize = 64;

/** Makes a writer that writes what has come meanwhile together: two writes at a time might overtake each other. */
export function createWriter(collection: Collection<Entry>): Writer {
  const waiting: Entry[] = [];
  let written: Promise<void> = Promise.resolve();

  const writeAll = async () => {
    while (waiting.length > 0) await collection.insertMany(waiting.splice(0, batchSize));
  };
  const settle = () => {
    written = written.then(writeAll);
    // Once one has failed, all that follow do: whoever holds the link asks, and ends it.
    written.catch(() => {});
    return written;
  };
  return {
    write(entry) {
      waiting.push(entry);
      if (waiting.length === 1) void settle();
    },
    settle,
  };
}
