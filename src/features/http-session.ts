import type { IncomingMessage, ServerResponse } from "node:http";
import type { NodeMiddleware } from "../app/http-session.ts";
import type { Feature } from "./feature.ts";

/** A request as Engine.IO has prepared it; one with a session id belongs to a connection that exists already. */
type EngineRequest = IncomingMessage & { readonly _query?: { readonly sid?: string }; readonly session?: unknown };

/**
 * Lets the middleware in force put the HTTP session on handshakes, so that handlers find it. The later requests of polling do without:
 * each would read the session when it begins, and write it back, as it was then, when it ends.
 */
export const httpSession: Feature = {
  wanted: () => true,

  install({ io, app, log }) {
    let told = false;
    io.engine.use((request: EngineRequest, response: ServerResponse, next: (error?: unknown) => void) => {
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
    });
    return {};
  },
};
