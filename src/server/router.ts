import type { IncomingMessage, ServerResponse } from "node:http";
import type { Route } from "../features/feature.ts";

/** Asks each route in turn; what none answers is a 404 that says what this server is for. */
export function router(routes: readonly Route[], { path }: { readonly path: string }) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const ask = (index: number): void => {
      const route = routes[index];
      if (route) route(request, response, () => ask(index + 1));
      else notFound(response, path);
    };
    ask(0);
  };
}

function notFound(response: ServerResponse, path: string): void {
  if (response.headersSent) return;
  response
    .writeHead(404, { "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff" })
    .end(`Not found. This is a Socket.IO server; clients connect at ${path}.\n`);
}
