import { SioError } from "../errors.ts";
import type { Feature } from "./feature.ts";
import { type RequestListener, requestListener } from "../app/http.ts";

/** Answers with the routes that the handlers file exports as `http`: those in force when the request arrives. */
export const routes: Feature = {
  wanted: () => true,

  install({ app, log }) {
    let made: { readonly from: unknown; readonly listener: Promise<RequestListener | undefined> } = {
      from: undefined,
      listener: Promise.resolve(undefined),
    };
    const listenerOf = (from: unknown) => {
      if (made.from !== from) made = { from, listener: requestListener(from) };
      return made.listener;
    };
    return {
      route(request, response, next) {
        const { http } = app.registry;
        if (http === undefined) return next();
        const fail = (error: unknown) => {
          log.error("An HTTP route failed", { error, url: request.url });
          if (response.headersSent) response.destroy();
          else response.writeHead(500, { "Content-Type": "text/plain" }).end("Internal Server Error\n");
        };
        listenerOf(http)
          .then((listener) => listener?.(request, response))
          .catch(fail);
      },
    };
  },
};

/** Refuses what is exported as `http` and cannot answer a request. */
export async function checkRoutes(routes: unknown): Promise<void> {
  if (routes === undefined || (await requestListener(routes))) return;
  throw new SioError("handlers", `The export "http" cannot answer requests: it is ${typeof routes}.`, {
    hint: "Export an Express, Fastify or Hono app, a function (request, response), or { fetch(request) }.",
  });
}
