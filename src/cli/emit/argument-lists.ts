import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { SioError } from "../../errors.ts";
import { valueIn } from "../connect/words.ts";

/** The word that stands for what is read from stdin. */
const fromStdin = "-";

/**
 * The arguments of each event to send. A word is a value if it is JSON, and text if not; `-` is all of stdin or, with `lines`, one line
 * after the other.
 *
 * @throws SioError `usage` for JSON that is broken off, and for a `-` that is missing, one too many, or stands for nothing
 */
export async function* argumentLists(
  words: readonly string[],
  { lines }: { readonly lines: boolean },
): AsyncGenerator<readonly unknown[]> {
  const places = words.filter((word) => word === fromStdin).length;
  if (places > 1) throw new SioError("usage", "Stdin can be read once, and there is more than one -.");
  if (lines && places === 0) {
    throw new SioError("usage", "--lines needs a - where each line of stdin belongs.", {
      hint: "sio emit news - --lines",
    });
  }
  for await (const read of places === 0 ? [""] : valuesOfStdin(lines)) {
    yield words.map((word) => valueIn(word === fromStdin ? read : word));
  }
}

async function* valuesOfStdin(lines: boolean): AsyncGenerator<string> {
  if (!lines) {
    const read = (await text(process.stdin)).trim();
    if (read === "") throw new SioError("usage", "- stands for what is on stdin, and there is nothing.");
    yield read;
    return;
  }
  for await (const line of createInterface({ input: process.stdin })) if (line.trim() !== "") yield line.trim();
}
