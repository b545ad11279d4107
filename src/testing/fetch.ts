import { once } from "node:events";
import { type Agent, type IncomingMessage, request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { origin } from "./dial.ts";

/** Answers of these statuses have no body, and `Response` accepts none. */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/** `fetch` over connections of an agent: a real request to a real server. Redirects are not followed. */
export async function fetchThrough(agent: Agent, path: string, init: RequestInit = {}): Promise<Response> {
  const { method, headers, body, signal, url } = new Request(new URL(path, origin), withDuplex(init));
  const sent = request(url, { agent, method, headers: Object.fromEntries(headers), signal });
  const answered = once(sent, "response") as Promise<[IncomingMessage]>;
  if (body) await pipeline(Readable.fromWeb(body), sent);
  else sent.end();
  const [answer] = await answered;
  return responseOf(answer);
}

/** A body that is a stream needs it, though types know nothing of it. */
function withDuplex(init: RequestInit): RequestInit {
  return init.body ? ({ ...init, duplex: "half" } as RequestInit) : init;
}

function responseOf(answer: IncomingMessage): Response {
  const { statusCode = 0, statusMessage = "", rawHeaders } = answer;
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
  }
  const empty = withoutBody.has(statusCode);
  if (empty) answer.resume();
  // Node's own stream and the web's agree, but for their types.
  const body = empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>);
  return new Response(body, { status: statusCode, statusText: statusMessage, headers });
}
