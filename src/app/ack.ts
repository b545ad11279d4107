import type { Issue } from "./schema.ts";

/** Several values for one acknowledgement; made by {@link ackWith}. */
export class AckValues<Values extends readonly unknown[] = readonly unknown[]> {
  // Private, so that no answer of the user's that happens to have such a property is taken for one.
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  /** What the client's callback is called with. */
  get values(): Values {
    return this.#values;
  }
}

/**
 * Acknowledges with several arguments, where a plain return value is one.
 *
 * @example
 * on("divide", (a: number, b: number) => ackWith(Math.floor(a / b), a % b));
 * // client: socket.emit("divide", 7, 2, (quotient, rest) => …)   // 3, 1
 */
export function ackWith<Values extends unknown[]>(...values: Values): AckValues<Values> {
  return new AckValues(values);
}

/** Sends values back to the client that asked for an acknowledgement. */
export type Ack = (...values: unknown[]) => void;

/** What a client is answered in place of a handler's answer, where there is none: `error.code` says why. */
export interface ErrorAck {
  /** Told apart by `code`. */
  readonly error:
    | {
        /** The handler failed, or the payload could harm the server. */
        readonly code: "handler_failed" | "refused_payload";
        /** Why, in a sentence; a failing handler's own words stay on the server. */
        readonly message: string;
      }
    | {
        /** The payload does not fit the handler's schema. */
        readonly code: "invalid_payload";
        /** What is wrong, and where. */
        readonly issues: readonly Issue[];
      };
}

/** What a client gets instead of an answer when its handler fails. The reason stays in the server's log. */
export const failedAck: ErrorAck = {
  error: { code: "handler_failed", message: "The server could not handle this event." },
};

/** Socket.IO passes the ack as last argument, and no client can send a function, so a function is the ack. */
export function splitAck(args: unknown[]): { readonly values: unknown[]; readonly ack: Ack | undefined } {
  const last = args.at(-1);
  if (typeof last !== "function") return { values: args, ack: undefined };
  return { values: args.slice(0, -1), ack: last as Ack };
}

/** Answers with a handler's return value: nothing for `undefined`, several for {@link ackWith}, else one. */
export function answer(ack: Ack, value: unknown): void {
  if (value === undefined) ack();
  else if (value instanceof AckValues) ack(...value.values);
  else ack(value);
}
