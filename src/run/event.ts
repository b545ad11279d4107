import type { Arguments, Where } from "../app/events.ts";
import { type Method, markEvent } from "../app/namespace.ts";
import type { Handler } from "../app/registry.ts";
import { type Checked, checkSchemas, type Schemas } from "../app/schema.ts";
import { currentApp } from "./current-app.ts";

/** A decorator of a method, in the standard form and in TypeScript's legacy one. */
export type MethodDecorator = (
  method: unknown,
  context: ClassMethodDecoratorContext | string | symbol,
  descriptor?: { readonly value?: unknown },
) => void;

/** A {@link MethodDecorator} of a method that takes these arguments. */
export interface CheckedMethodDecorator<Args extends Arguments> {
  (method: (...args: Args) => unknown, context: ClassMethodDecoratorContext): void;
  (target: object, name: string | symbol, descriptor: { readonly value?: (...args: Args) => unknown }): void;
}

/**
 * Handles the event that a function is named after; on a method of a `Namespace`, a decorator that does the same, or takes the name,
 * and a schema (or a list with one for each argument) that the arguments must fit, as `on` does.
 *
 * @throws TypeError for a function without a name, for what is no schema, and for a schema on `"disconnect"` or `"*"`
 * @example
 * event(function greet(name: string) { return `Hello ${name}`; });
 *
 * class Chat extends Namespace {
 *   \@event greet(name: string) { return `Hello ${name}`; }
 *   \@event("say it") say(text: string) { this.emit("said", text); }
 *   \@event("move", z.object({ x: z.number() })) move({ x }: { x: number }) { this.emit("moved", x); }
 * }
 */
export function event(name: string): MethodDecorator;
export function event<const S extends Schemas>(name: string, schemas: S): CheckedMethodDecorator<Checked<S>>;
export function event(handler: Handler, where?: Where): void;
export function event(...decorated: Parameters<MethodDecorator>): void;
export function event(
  first: unknown,
  second?: unknown,
  descriptor?: PropertyDescriptor,
): MethodDecorator | CheckedMethodDecorator<Arguments> | undefined {
  if (typeof first === "string") return named(first, second);
  if (isDecoration(second)) {
    markEvent(methodOf(first, second, descriptor), String(typeof second === "object" ? second.name : second));
    return undefined;
  }
  currentApp().event(first as Handler, second as Where | undefined);
  return undefined;
}

function named(name: string, schemas: unknown): MethodDecorator {
  if (schemas === undefined) return (...decorated) => markEvent(methodOf(...decorated), name);
  checkSchemas(name, schemas);
  return (...decorated) => markEvent(methodOf(...decorated), name, schemas);
}

function isDecoration(second: unknown): second is ClassMethodDecoratorContext | string | symbol {
  return (
    typeof second === "string" ||
    typeof second === "symbol" ||
    (second as { kind?: unknown } | undefined)?.kind === "method"
  );
}

/** The standard form gives the method itself, the legacy one a property descriptor that holds it. */
function methodOf(...[method, , descriptor]: Parameters<MethodDecorator>): Method {
  return (descriptor ? descriptor.value : method) as Method;
}
