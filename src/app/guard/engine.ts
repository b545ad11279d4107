import type { Server } from "socket.io";
import type { DispatchState } from "../dispatch.ts";
import { currentScope } from "../plain/current.ts";
import { Slots, type Which } from "../plain/slots.ts";
import { guarded, overrideRegistration } from "./listener.ts";
import { runThrough } from "./middlewares.ts";
import { type PutBack, takeListeners } from "./take.ts";

type Engine = Server["engine"];
type Middleware = Parameters<Engine["use"]>[0];

/** Guards the listeners of `io.engine`, and keeps its middlewares in a list behind one of ours. Gives back how to take both off. */
export function guardEngine({ engine }: Server, state: DispatchState): (which: Which) => PutBack {
  if (!engine) return () => () => {};
  const place = (_: unknown, event: unknown) => ({ event: String(event), namespace: "io.engine", sid: "" });
  const watch = { state, place, answers: false };
  overrideRegistration(engine, Object.getPrototypeOf(engine), (event, listener) => guarded(listener, watch, event));
  const middlewares = guardUse(engine);
  return (which) => {
    const putBack = [takeListeners(engine, which), middlewares.take(which)];
    return () => {
      for (const step of putBack) step();
    };
  };
}

function guardUse(engine: Engine): Slots<Middleware> {
  const middlewares = new Slots<Middleware>();
  const use = engine.use.bind(engine);
  let used = false;
  const add = (middleware: Middleware, scope: ReturnType<typeof currentScope>) => {
    middlewares.add(middleware, scope);
    if (used) return;
    used = true;
    use((request: unknown, response: unknown, next: (error?: unknown) => void) => {
      const steps = middlewares.values().map((one) => (proceed: unknown) => one(request, response, proceed));
      runThrough(steps, (refusal) => (refusal ? next(refusal) : next()));
    });
  };
  engine.use = (middleware: Middleware) => {
    const scope = currentScope();
    if (scope) scope.add(() => add(middleware, scope));
    else add(middleware, scope);
  };
  return middlewares;
}
