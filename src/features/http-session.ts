import type { IncomingMessage, ServerResponse } from "node:http";
import type { NodeMiddleware } from "../app/http-session.ts";
import type { Feature } from "./feature.ts";

/** A request as Engine.IO has prepared it; one with a session id belongs to a connection that exists already. */
type EngineRequest = IncomingMessage & { readonly _query?: { readonly sid?: string }; readonly session?: unknown };

type EngineMiddleware = (request: EngineRequest, response: ServerResponse, next: (error?: unknown) => void) => void;

/**
 * Lets the middleware in force put the HTTP session on handshakes, so that handlers find it. The later requests of polling do without:
 * each would read the session when it begins, and write it back, as it was then, when it ends.
 */
export const httpSession: Feature = {
  wanted: () => true,

  install({ io, app, log }) {
    let told = false;
    const put: EngineMiddleware = (request, response, next) => {
      const middleware = app.registry.httpSession as NodeMiddleware | undefined;
      if (!middleware || request._query?.sid !== undefined) {
        next();
        return;
      }
      middleware(request, response, (error) => {
        if (error) log.error(`A client was refused, because its HTTP session could not be read: ${error}`, { error });
        else if (request.session === undefined && !told) {
          told = true;
          log.warn("httpSession gave a client no session. Does the path of its cookie leave out that of Socket.IO?");
        }
        next(error);
      });
    };
    // Only from when handlers first have one: with a middleware, each client costs a response of its own.
    const look = () => {
      if (!app.registry.httpSession) return;
      app.refreshed.delete(look);
      io.engine.use(put);
    };
    app.refreshed.add(look);
    return { leave: () => app.refreshed.delete(look) };
  },
};
