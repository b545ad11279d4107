import type { IncomingHttpHeaders } from "node:http";
import { performance } from "node:perf_hooks";
import { type RawData, WebSocket } from "ws";
import { readBody } from "./body.ts";
import type { Asking, Failure } from "./http.ts";
import { createInbox } from "./inbox.ts";
import { showSeconds } from "./show.ts";

/** A WebSocket that is open, or what came of the attempt. */
export type Dialled = OpenWebSocket | Refused | Failure;

/** An open WebSocket. Whoever opens one closes it. */
export interface OpenWebSocket {
  readonly kind: "open";
  /** Whether both sides agreed to compress messages. */
  readonly compressed: boolean;
  send(text: string): void;
  /** The next message, or the end; `undefined` if neither comes in time. */
  next(timeoutMs: number): Promise<Message | Ended | undefined>;
  close(): void;
}

/** A message of the server. */
export interface Message {
  readonly kind: "message";
  /** Absent from a binary message. */
  readonly text?: string;
}

/** The end of a connection. */
export interface Ended {
  readonly kind: "ended";
  /** What the last frame said (RFC 6455, section 7.4.1); 1006 if there was none because the connection was cut. */
  readonly code: number;
  /** What was wrong with what the server sent. @example "Invalid WebSocket frame: RSV1 must be clear" */
  readonly error?: string;
}

/** A server that answered the request for a WebSocket as if it were one for a page. */
export interface Refused {
  readonly kind: "refused";
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const mostMessageBytes = 10_000_000;

/** Opens a WebSocket, following no redirect. Whatever goes wrong is a result too. */
export function dial(url: string, { timeoutMs, insecure, ca, headers }: Asking): Promise<Dialled> {
  const webSocket = new WebSocket(url, {
    ...(headers && { headers }),
    rejectUnauthorized: !insecure,
    ...(ca && { ca: [...ca] }),
    maxPayload: mostMessageBytes,
  });
  const open = opened(webSocket);
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const fail = (failure: Pick<Failure, "code" | "message">) => {
      clearTimeout(timer);
      webSocket.terminate();
      resolve({ kind: "failure", stage: "answer", tookMs: performance.now() - startedAt, ...failure });
    };
    const timer = setTimeout(
      () => fail({ code: "TIMEOUT", message: `no answer within ${showSeconds(timeoutMs)}` }),
      timeoutMs,
    );
    webSocket.once("open", () => {
      clearTimeout(timer);
      resolve(open);
    });
    webSocket.once("unexpected-response", (request, response) => {
      const body = readBody(response);
      void body.read.then(() => {
        clearTimeout(timer);
        request.destroy();
        resolve({ kind: "refused", status: response.statusCode ?? 0, headers: response.headers, body: body.text() });
      });
    });
    webSocket.on("error", ({ code = "", message }: NodeJS.ErrnoException) => fail({ code, message }));
  });
}

/** Keeps what arrives until it is asked for; the first message may come with the answer to the handshake. */
function opened(webSocket: WebSocket): OpenWebSocket {
  const inbox = createInbox<Message | Ended>();
  let error: string | undefined;
  webSocket.on("message", (data: RawData, isBinary: boolean) => {
    inbox.put(isBinary ? { kind: "message" } : { kind: "message", text: String(data) });
  });
  webSocket.on("error", ({ message }) => {
    error = message;
  });
  webSocket.once("close", (code) => inbox.put({ kind: "ended", code, ...(error !== undefined && { error }) }));
  return {
    kind: "open",
    get compressed() {
      return webSocket.extensions.includes("permessage-deflate");
    },
    send: (text) => webSocket.readyState === WebSocket.OPEN && webSocket.send(text),
    next: inbox.take,
    close: () => webSocket.terminate(),
  };
}
