import { type Ack, failedAck } from "../ack.ts";
import type { DispatchState } from "../dispatch.ts";
import { currentScope } from "../plain/current.ts";
import type { Scope } from "../plain/scope.ts";
import { isSpent, spend } from "../plain/spent.ts";
import { isPromise, track } from "../running.ts";

// biome-ignore lint/suspicious/noExplicitAny: a listener of plain Socket.IO code, whatever it takes
export type Listener = (...args: any[]) => unknown;

/** Where a listener runs, as a report names it. */
export interface Place {
  readonly event: string;
  readonly namespace: string;
  readonly sid: string;
}

/** A listener that cannot do harm. */
export type Guarded = Listener & {
  /** What node:events compares with when the original is taken off again. */
  listener: Listener;
  /** Whose it is; unset for what no version of plain code owns. */
  scope?: Scope;
};

/** How listeners are guarded: one for all of a kind, since every connection brings listeners of its own. */
export interface Watch {
  readonly state: DispatchState;
  /** Told what the listener was called on, and for which event. */
  readonly place: (self: unknown, event: unknown) => Place;
  /** Whether a waiting client is answered when the listener fails; `false` where the event goes on to another. */
  readonly answers: boolean;
}

/**
 * The listener, but what it throws or rejects with is reported once, and a client that waits for its ack is answered. Without an event, it
 * is one for all of them, which gets the event as its first argument.
 */
export function guarded(listener: Listener, watch: Watch, event?: unknown): Guarded {
  // What is no function is for node:events to refuse, in its own words.
  if (typeof listener !== "function") return listener;
  // Every event of plain code comes through here: nothing is made for it unless it fails or takes its time.
  const safe = function (this: unknown, ...args: unknown[]): void {
    try {
      const result = listener.apply(this, args);
      if (isPromise(result)) follow(watch, { self: this, args, event: event ?? args[0] }, result);
    } catch (error) {
      fail(watch, { self: this, args, event: event ?? args[0] }, error);
    }
  };
  return Object.assign(safe, { listener });
}

/** What a listener was called on, for and with. */
interface Called {
  readonly self: unknown;
  readonly event: unknown;
  readonly args: readonly unknown[];
}

function follow(watch: Watch, called: Called, promise: PromiseLike<unknown>): void {
  const settled = promise.then(undefined, (error: unknown) => fail(watch, called, error));
  void track(watch.state.running, watch.place(called.self, called.event), settled);
}

function fail({ state, place, answers }: Watch, { self, event, args }: Called, error: unknown): void {
  state.onFault({ error, ...place(self, event) });
  const last = answers && args.at(-1);
  if (typeof last === "function") (last as Ack)(failedAck);
}

/** Runs a step; `failed` gets what it throws or rejects with, `pending` the promise if it returns one. */
export function attempt(
  step: () => unknown,
  failed: (error: unknown) => void,
  pending: (promise: PromiseLike<unknown>) => void = () => {},
): void {
  try {
    const result = step();
    if (isPromise(result)) pending(result.then(undefined, failed));
  } catch (error) {
    failed(error);
  }
}

/** The registered form of `listener` among those registered. */
export function registeredAs(registered: readonly Listener[], listener: Listener | undefined): Listener | undefined {
  if (listener === undefined) return undefined;
  return registered.find((one) => one === listener || (one as Partial<Guarded>).listener === listener) ?? listener;
}

/** Registers a guarded listener in the scope that runs right now, if one does. */
export function register(safe: Guarded, add: () => void): void {
  const scope = currentScope();
  if (!scope) {
    add();
    return;
  }
  if (typeof safe === "function") safe.scope = scope;
  scope.add(add);
}

interface Emitter {
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
  prependListener(event: string, listener: Listener): unknown;
}

/** Gives `target` methods that register what `guard` makes of a listener, through those of `base`. */
export function overrideRegistration(
  target: object,
  base: object,
  guard: (event: string, listener: Listener) => Guarded,
): void {
  const { on, prependListener } = base as Emitter;
  const always = (add: Emitter["on"]) =>
    function (this: Emitter, event: string, listener: Listener) {
      const safe = guard(event, listener);
      register(safe, () => add.call(this, event, safe));
      return this;
    };
  const once = (add: Emitter["on"]) =>
    function (this: Emitter, event: string, listener: Listener) {
      const safe = guard(event, listener);
      const name = currentScope()?.nextName(event);
      if (name !== undefined && isSpent(this, name)) return this;
      const emitter = this;
      const fire = function (this: unknown, ...args: unknown[]) {
        emitter.off(event, first);
        if (name !== undefined) spend(emitter, name, args[0]);
        return safe.apply(this, args);
      };
      const first: Guarded = Object.assign(fire, { listener });
      register(first, () => add.call(this, event, first));
      return this;
    };
  const methods = {
    on: always(on),
    addListener: always(on),
    prependListener: always(prependListener),
    once: once(on),
    prependOnceListener: once(prependListener),
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
  }
}
