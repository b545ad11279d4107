import { type IncomingHttpHeaders, type IncomingMessage, request as plain } from "node:http";
import { request as encrypted } from "node:https";
import { isIP, type Socket } from "node:net";
import { performance } from "node:perf_hooks";
import { readBody } from "./body.ts";
import { showSeconds } from "./show.ts";

/** How far a request came before it failed. */
export type Stage = "lookup" | "connect" | "encrypt" | "answer";

/** What was answered. */
export interface Answer {
  readonly kind: "answer";
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** At most the first 64 KiB, as text. */
  readonly body: string;
  /** Milliseconds until all of it was there. */
  readonly tookMs: number;
}

/** Why there is no answer. */
export interface Failure {
  readonly kind: "failure";
  /** What was under way when it failed. */
  readonly stage: Stage;
  /** Node's name for it, `TIMEOUT` if nothing came in time. @example "ECONNREFUSED" */
  readonly code: string;
  readonly message: string;
  /** What came instead of HTTP. */
  readonly bytes?: Buffer;
  readonly tookMs: number;
}

export type Reply = Answer | Failure;

/** A server that says `100 Continue`: it would take the body that was announced. */
export interface Continue {
  readonly kind: "continue";
}

/** A request, and how long to wait for the whole of its answer. */
export interface Asking {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  /** Whether a certificate that is not to be trusted will do. */
  readonly insecure?: boolean | undefined;
  /** A certificate authority (PEM) to trust besides those that Node.js knows. */
  readonly ca?: readonly string[] | undefined;
}

/** Sends a request on a connection of its own and follows no redirect. Whatever goes wrong is a reply too. */
export function ask(url: string, asking: Asking): Promise<Reply> {
  // Only what is announced can be told to go on.
  return send(url, asking) as Promise<Reply>;
}

/**
 * Asks whether a body of `bytes` would be taken, without sending it (RFC 9110, section 10.1.1). The connection is then cut, which ends the
 * session that the URL names.
 */
export function announce(url: string, bytes: number, asking: Asking): Promise<Reply | Continue> {
  const headers = { ...asking.headers, "content-length": String(bytes), expect: "100-continue" };
  return send(url, { ...asking, method: "POST", headers });
}

function send(url: string, { timeoutMs, insecure, body, ca, ...options }: Asking): Promise<Reply | Continue> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const tookMs = () => performance.now() - startedAt;
    const announces = options.headers?.expect !== undefined;
    const request = (url.startsWith("https:") ? encrypted : plain)(url, {
      ...options,
      agent: false,
      rejectUnauthorized: !insecure,
      ...(ca && { ca: [...ca] }),
    });
    const stage = followStage(request, new URL(url));
    let partial: (() => Answer) | undefined;
    const settle = (reply: Reply | Continue) => {
      clearTimeout(timer);
      request.destroy();
      resolve(reply);
    };
    const fail = (failure: Pick<Failure, "code" | "message" | "bytes">) => {
      settle({ kind: "failure", stage: stage(), tookMs: tookMs(), ...failure });
    };
    const timer = setTimeout(() => {
      // A page that never ends has been answered all the same.
      if (partial) settle(partial());
      else fail({ code: "TIMEOUT", message: `no answer within ${showSeconds(timeoutMs)}` });
    }, timeoutMs);
    request.on("response", (response) => {
      const body = readBody(response);
      partial = () => answerOf(response, { body: body.text(), tookMs: tookMs() });
      void body.read.then(() => partial && settle(partial()));
    });
    request.on("continue", () => announces && settle({ kind: "continue" }));
    // A server may agree to a protocol that nobody asked for; its connection would stay open.
    request.on("upgrade", (_response, socket) => {
      socket.destroy();
      fail({ code: "UPGRADED", message: "the server changed to another protocol unasked" });
    });
    request.on("error", (error: NodeJS.ErrnoException & { rawPacket?: Buffer }) => {
      const { code = "", message, rawPacket } = error;
      fail({ code, message, ...(rawPacket && { bytes: rawPacket }) });
    });
    if (announces) request.flushHeaders();
    else request.end(body);
  });
}

function answerOf(
  { statusCode = 0, headers }: IncomingMessage,
  rest: { readonly body: string; readonly tookMs: number },
): Answer {
  return { kind: "answer", status: statusCode, headers, ...rest };
}

/** Follows a request from the look-up of its host's name to the answer. */
function followStage(
  request: { on(event: "socket", listener: (socket: Socket) => void): unknown },
  { hostname, protocol }: URL,
): () => Stage {
  let stage: Stage = isIP(hostname.replace(/^\[|\]$/g, "")) ? "connect" : "lookup";
  request.on("socket", (socket) => {
    socket.once("lookup", (error) => {
      if (!error) stage = "connect";
    });
    socket.once("connect", () => {
      stage = protocol === "https:" ? "encrypt" : "answer";
    });
    socket.once("secureConnect", () => {
      stage = "answer";
    });
  });
  return () => stage;
}
