import type { IncomingMessage, ServerResponse } from "node:http";
import type { NodeMiddleware } from "../app/http-session.ts";
import type { Feature } from "./feature.ts";

/** Lets the middleware in force put the HTTP session on handshakes, so that handlers find it. */
export const httpSession: Feature = {
  wanted: () => true,

  install({ io, app }) {
    io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
      const middleware = app.registry.httpSession as NodeMiddleware | undefined;
      if (middleware) middleware(request, response, next);
      else next();
    });
    return {};
  },
};
