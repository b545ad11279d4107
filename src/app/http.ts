import type { IncomingMessage, ServerResponse } from "node:http";
import { SioError } from "../errors.ts";

/** Node's way to answer a request. */
export type RequestListener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The web's way to answer a request. */
export type Fetch = (request: Request) => Response | Promise<Response>;

/**
 * What a handlers file may export as `http`: an Express app or any other `(request, response)` function, a function of at
 * most one argument that takes a web `Request` and returns a `Response`, an object with such a `fetch` (Hono), or a Fastify instance.
 */
export type HttpRoutes = RequestListener | Fetch | FetchLike | FastifyLike;

/** An app in the web's way, such as Hono's. */
interface FetchLike {
  /** Answers a request. */
  fetch: Fetch;
}

/** The part of a Fastify instance that serves a request by hand. */
interface FastifyLike {
  ready(): PromiseLike<unknown>;
  routing: RequestListener;
}

/** Turns whatever was exported as `http` into Node's way, or `undefined` if it is nothing that can answer a request. */
export async function requestListener(routes: unknown): Promise<RequestListener | undefined> {
  if (isFastify(routes)) {
    await routes.ready();
    return (request, response) => routes.routing(request, response);
  }
  if (hasFetch(routes)) return fromFetch((request) => routes.fetch(request));
  if (typeof routes !== "function") return undefined;
  return routes.length < 2 ? fromFetch(routes as Fetch) : (routes as RequestListener);
}

/** Refuses what is exported as `http` and cannot answer a request. */
export async function checkRoutes(routes: unknown): Promise<void> {
  if (routes === undefined || (await requestListener(routes))) return;
  throw new SioError("handlers", `The export "http" cannot answer requests: it is ${typeof routes}.`, {
    hint: "Export an Express, Fastify or Hono app, a function (request, response), or { fetch(request) }.",
  });
}

async function fromFetch(fetch: Fetch): Promise<RequestListener> {
  const { toNodeHandler } = await import("srvx/node");
  return toNodeHandler(fetch) as RequestListener;
}

function isFastify(value: unknown): value is FastifyLike {
  const { ready, routing } = (value ?? {}) as Partial<FastifyLike>;
  return typeof ready === "function" && typeof routing === "function";
}

function hasFetch(value: unknown): value is { fetch: Fetch } {
  return typeof (value as { fetch?: unknown } | null | undefined)?.fetch === "function";
}
