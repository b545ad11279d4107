import type { EventContext } from "./event-context.ts";

/** Methods of Socket.IO's emitters that send something, a goodbye included, and give no answer. */
const sends: ReadonlySet<PropertyKey> = new Set(["emit", "send", "write", "disconnect"]);
/** Methods that wait for the client's answer, which cannot come before it is accepted. */
const asks: ReadonlySet<PropertyKey> = new Set(["emitWithAck"]);

/**
 * In a `connect` handler, the client has not been told yet that it is accepted, so what is sent waits until it has.
 * Everything else of `target` (and of the operators made from it) works at once. Outside of that, `target` itself.
 */
export function heldUntilAccepted<T extends object>(context: EventContext, target: T): T {
  return context.held ? hold(context, target) : target;
}

function hold<T extends object>(context: EventContext, target: T): T {
  return new Proxy(target, {
    get(real, name) {
      const value: unknown = Reflect.get(real, name, real);
      if (asks.has(name)) return () => Promise.reject(tooEarly(name));
      if (typeof value !== "function") return isOperator(value) ? hold(context, value) : value;
      return (...args: unknown[]) => {
        if (sends.has(name) && context.held) {
          context.held.push(() => Reflect.apply(value, real, args));
          return true;
        }
        const result: unknown = Reflect.apply(value, real, args);
        return isOperator(result) ? hold(context, result) : result;
      };
    },
  });
}

/** `to()`, `volatile` and their kin give something that can emit. */
function isOperator(value: unknown): value is object {
  return typeof (value as { emit?: unknown } | null)?.emit === "function";
}

/** The error of asking a client that waits for its own acceptance. */
export function tooEarly(name: PropertyKey): Error {
  return new Error(
    `${String(name)} waits for an answer that the client cannot give before it is accepted. ` +
      "Emit without waiting in the connect handler, or ask in a later event.",
  );
}
