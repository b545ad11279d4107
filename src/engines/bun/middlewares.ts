import type { EngineRequest, EngineResponse } from "./exchange.ts";
import { type Refusal, refusedByMiddleware } from "./verify.ts";

/** A middleware of `io.engine.use`. */
export type Middleware = (request: EngineRequest, response: EngineResponse, next: (error?: unknown) => void) => void;

/** Asks each in turn: a refusal, "answered" if one has answered by itself, or nothing if all let the request go on. */
export async function applyMiddlewares(
  middlewares: readonly Middleware[],
  request: EngineRequest,
  response: EngineResponse,
): Promise<Refusal | "answered" | undefined> {
  for (const middleware of middlewares) {
    const outcome = await new Promise<Refusal | "answered" | undefined>((resolve) => {
      response.once("ended", () => resolve("answered"));
      middleware(request, response, (error) => resolve(error ? refusedByMiddleware() : undefined));
    }).catch(refusedByMiddleware);
    if (outcome) return outcome;
  }
  return undefined;
}
