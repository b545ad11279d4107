import { createInterface } from "node:readline";

/** The lines of a stream, one after the other. Throws what `lost` rejects with while it waits for the next. */
export async function* linesOf(input: NodeJS.ReadableStream, lost: Promise<never>): AsyncGenerator<string> {
  const reader = createInterface({ input });
  const lines = reader[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await Promise.race([lines.next(), lost]);
      if (done) return;
      yield value;
    }
  } finally {
    reader.close();
  }
}
