import type { IncomingMessage } from "node:http";
import { type Answer, refusal } from "./answer.ts";

/** The body of a request as text, or why it is not read: it must be JSON, and no longer than so many bytes. */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<string | Answer> {
  const { "content-type": type = "", "content-length": length = "0" } = request.headers;
  if (!/^application\/json\s*(?:;|$)/i.test(type)) {
    return refusal(415, "The body must be JSON, with the header Content-Type: application/json.");
  }
  const tooLong = () => {
    // Who still writes reads no answer.
    request.resume();
    return refusal(413, `The body must be ${mostBytes} bytes at most.`, { Connection: "close" });
  };
  if (Number(length) > mostBytes) return tooLong();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) return tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
