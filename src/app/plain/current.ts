import { AsyncLocalStorage } from "node:async_hooks";
import { clearTimeout, setImmediate, setTimeout } from "node:timers";
import { isPromise } from "../running.ts";
import type { Scope } from "./scope.ts";

// In use only while something runs in it: it makes every promise of the process slower on Node before 24.
const scopes = new AsyncLocalStorage<Scope | undefined>();
let running = 0;
let resting: NodeJS.Immediate | undefined;

/** How long an async function is told apart from the handlers beside it: one that goes on for ever must not slow all else down. */
const rememberedMs = 10_000;

/** Runs a function of plain code in its scope: until what it returns has settled, all that it registers belongs to that. */
export function runIn<T>(scope: Scope, code: () => T): T {
  running += 1;
  scope.running = true;
  let forgetting: NodeJS.Timeout | undefined;
  const leave = () => {
    if (!scope.running) return;
    clearTimeout(forgetting);
    scope.running = false;
    running -= 1;
    if (running === 0) restSoon();
  };
  let result: T;
  try {
    result = scopes.run(scope, code);
  } catch (error) {
    leave();
    throw error;
  }
  if (isPromise(result)) {
    forgetting = setTimeout(leave, rememberedMs).unref();
    result.then(leave, leave);
  } else leave();
  return result;
}

/** Once for all the connections of this turn: to begin and to end the use of an AsyncLocalStorage takes its time. */
function restSoon(): void {
  if (resting) return;
  resting = setImmediate(() => {
    resting = undefined;
    if (running === 0) scopes.disable();
  });
}

/**
 * The scope of the default export or connection callback of plain code that runs right now, also after an `await` of it; `undefined`
 * in event handlers and wherever else.
 */
export function currentScope(): Scope | undefined {
  if (running === 0) return undefined;
  const scope = scopes.getStore();
  return scope?.running ? scope : undefined;
}

/** Whether a connection callback runs again for a socket that was connected already. */
export function isReplaying(): boolean {
  return currentScope()?.replaying ?? false;
}

/** Runs code as if no scope were running. */
export function outside<T>(code: () => T): T {
  return running === 0 ? code() : scopes.run(undefined, code);
}
