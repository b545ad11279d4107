import type { IncomingMessage } from "node:http";

/** The body of an answer while it arrives. */
export interface Body {
  /** What there is by now. */
  text(): string;
  /** When all of it is there, or as much as is read. */
  readonly read: Promise<void>;
}

const mostBytes = 64 * 1024;

/** Reads at most the first 64 KiB; an answer that breaks off or never ends is as good as one that does. */
export function readBody(response: IncomingMessage): Body {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    text: () => Buffer.concat(chunks).subarray(0, mostBytes).toString("utf8"),
    read: new Promise((resolve) => {
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length >= mostBytes) resolve();
      });
      response.once("close", resolve);
      response.on("error", () => resolve());
    }),
  };
}
