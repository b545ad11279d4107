import { checkHandledEvent, checkHandler } from "./arguments.ts";
import type { Where } from "./events.ts";
import { Namespace } from "./namespace.ts";
import type { Handler } from "./registry.ts";
import { checkSchemas, isSchemas, validated } from "./schema.ts";

/** What `on` was asked for. */
export interface Registration {
  readonly names: readonly string[];
  /** The user's handler, behind the schemas if there are any. */
  readonly handler: Handler;
  readonly where: Where;
}

/**
 * Reads the arguments of `on`: one name or several, then schemas if there are any, the handler, and where it listens.
 *
 * @throws TypeError for what is none of these
 */
export function readRegistration(events: unknown, rest: readonly unknown[]): Registration {
  const [schemas, handler, where = {}] = hasSchemas(rest) ? rest : [undefined, ...rest];
  checkHandler(handler);
  const names: readonly unknown[] = Array.isArray(events) ? events : [events];
  if (names.length === 0)
    throw new TypeError("The event must be text, or a list with some in it, and this one is empty.");
  for (const event of names) {
    checkHandledEvent(event);
    if (schemas !== undefined) checkSchemas(event, schemas);
  }
  return {
    names: names as readonly string[],
    handler: isSchemas(schemas) ? validated(schemas, handler) : handler,
    where: where as Where,
  };
}

/** Throws a TypeError for what is no function with a name. */
export function checkNamed(handler: unknown): asserts handler is Handler {
  checkHandler(handler);
  if (!handler.name) throw new TypeError("event() takes its name from the function, and this one has none.");
}

/** Throws a TypeError for what is no instance of {@link Namespace}. */
export function checkNamespace(namespace: unknown): asserts namespace is Namespace {
  if (namespace instanceof Namespace) return;
  throw new TypeError(
    'onNamespace() takes an instance of a class that extends Namespace: onNamespace(new Chat("/chat")).',
  );
}

/** Whether a schema, or what was meant to be one, stands before the handler. */
function hasSchemas([first, second]: readonly unknown[]): boolean {
  return isSchemas(first) || (typeof first !== "function" && typeof second === "function");
}
