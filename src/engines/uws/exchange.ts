import type { HttpResponse } from "uWebSockets.js";
import { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { Answer } from "./answer.ts";
import type { KeptRequest, Peer } from "./request.ts";

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Lets a listener that was written for Node's HTTP server answer a request of uWebSockets.js. */
export function exchange(native: HttpResponse, kept: KeptRequest, listener: Listener): void {
  const answer = new Answer(native, kept.method);
  const line = new Line(kept.socket, answer) as unknown as Socket;
  const request = new IncomingMessage(line);
  const { method, url, headers, rawHeaders } = kept;
  Object.assign(request, {
    method,
    url,
    headers,
    rawHeaders,
    httpVersion: "1.1",
    httpVersionMajor: 1,
    httpVersionMinor: 1,
  });
  const response = new ServerResponse(request);
  // The library frames the body itself.
  Object.defineProperty(response, "chunkedEncoding", { get: () => false, set() {} });
  response.assignSocket(line);
  // Node's server passes it on, and there is none.
  line.on("drain", () => response.emit("drain"));
  response.once("finish", () => {
    answer.end();
    line.destroy();
  });
  native.onAborted(() => {
    answer.abort();
    request.destroy();
    line.destroy();
  });
  receive(native, request, answer);
  listener(request, response);
}

/** Passes the body of a request on, no faster than it is read. */
function receive(native: HttpResponse, request: IncomingMessage, answer: Answer): void {
  let isPaused = false;
  request._read = () => {
    if (isPaused && !answer.ended) native.resume();
    isPaused = false;
  };
  native.onData((chunk, isLast) => {
    // The library takes its memory back when this returns.
    const isFull = chunk.byteLength > 0 && !request.push(Buffer.from(chunk.slice(0)));
    if (isLast) {
      request.complete = true;
      request.push(null);
    } else if (isFull && !isPaused && !answer.ended) {
      isPaused = true;
      native.pause();
    }
  });
}

/** What Node's response takes for its connection: it hands on what is written. */
class Line extends Duplex {
  readonly #answer: Answer;
  readonly remoteAddress: string | undefined;
  readonly encrypted: boolean;

  constructor({ remoteAddress, encrypted }: Peer, answer: Answer) {
    super({ allowHalfOpen: true });
    this.remoteAddress = remoteAddress;
    this.encrypted = encrypted;
    this.#answer = answer;
  }

  override _read(): void {}

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: () => void): void {
    this.#answer.write(typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk, done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#answer.cut();
    done(error);
  }

  // Of a connection, frameworks set these, and what they mean is the library's affair.
  setTimeout(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  destroySoon(): void {
    this.end();
  }
}
