import { checkSent, checkText, quoted, roomList } from "../../app/arguments.ts";
import { nearest } from "../../lib/nearest.ts";

/** An event to send, and to whom. */
export interface Order {
  readonly event: string;
  readonly args: readonly unknown[];
  /** `undefined` is everyone. */
  readonly to: readonly string[] | undefined;
  readonly except: readonly string[];
  readonly namespace: string;
  /** Whether clients that are not ready to receive may miss it. */
  readonly volatile: boolean;
}

const keys = ["event", "args", "to", "except", "namespace", "volatile"];

/** Understands the body of `POST /emit`. Throws a TypeError that says in a sentence what is wrong with it. */
export function readOrder(text: string): Order {
  const given = parse(text);
  for (const key of Object.keys(given)) if (!keys.includes(key)) throw unknown(key);
  const { event, args = [], to, except = [], namespace = "/", volatile = false } = given;
  if (!Array.isArray(args)) throw new TypeError(`The args must be a list, such as [1, "two"], not ${quoted(args)}.`);
  checkSent(event, args);
  // To no room at all, Socket.IO would send it to everyone.
  if (Array.isArray(to) && to.length === 0) throw new TypeError('"to" names no room. Leave it out to reach everyone.');
  checkText("namespace", namespace);
  if (!namespace.startsWith("/")) throw new TypeError(`The namespace must begin with "/", not ${quoted(namespace)}.`);
  if (typeof volatile !== "boolean") throw new TypeError(`"volatile" must be true or false, not ${quoted(volatile)}.`);
  return {
    event,
    args,
    to: to === undefined ? undefined : roomList(to),
    except: roomList(except),
    namespace,
    volatile,
  };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TypeError(`The body is not JSON: ${(cause as Error).message}.`, { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new TypeError(`The body must be an object such as {"event":"news"}, not ${quoted(value)}.`);
}

function unknown(key: string): TypeError {
  const guess = nearest(key, keys);
  return new TypeError(`There is no "${key}". ${guess ? `Did you mean "${guess}"?` : `There are ${keys.join(", ")}.`}`);
}
