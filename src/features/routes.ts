import { type RequestListener, requestListener } from "../app/http.ts";
import type { Feature } from "./feature.ts";

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
