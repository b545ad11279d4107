import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { SioError } from "../../errors.ts";
import type { PayloadSource } from "./kinds.ts";

/**
 * Makes what every message carries: a text of that many letters, the value in a `.json` file, or the bytes of any other file.
 *
 * @throws SioError `input` if there is no such file, `usage` if it is not JSON though its name says so
 */
export async function loadPayload(source: PayloadSource, cwd: string): Promise<unknown> {
  if ("sizeBytes" in source) return "x".repeat(source.sizeBytes);
  const { file } = source;
  const shown = relative(cwd, file) || ".";
  const content = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new SioError("input", `The payload ${shown} cannot be read: ${reasonOf(cause)}.`, {
      hint: "--payload takes a size, such as 1kb, or the path of a file.",
      cause,
    });
  });
  if (!file.endsWith(".json")) return content;
  try {
    return JSON.parse(content.toString("utf8"));
  } catch (cause) {
    throw new SioError("usage", `The payload ${shown} is not JSON: ${(cause as Error).message}.`, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = { ENOENT: "there is no such file", EISDIR: "it is a folder" };

function reasonOf({ code = "", message }: NodeJS.ErrnoException): string {
  return reasons[code] ?? message;
}
