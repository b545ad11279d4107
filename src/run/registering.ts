import type { AnyEvents, On, Where } from "../app/events.ts";
import { type Method, markEvent, type Namespace } from "../app/namespace.ts";
import type { ErrorHandler, Handler } from "../app/registry.ts";
import type { Task, TaskFunction } from "../app/tasks.ts";
import { currentApp } from "./current-app.ts";

/** Handles an event of the clients of the application being served; see {@link On}. */
export const on: On<AnyEvents> = ((...args: Parameters<On<AnyEvents>>) =>
  // The interface has more than one form, and only the application needs to tell them apart.
  currentApp().on(...args)) as On<AnyEvents>;

/** The same as {@link on}. */
export const onEvent: On<AnyEvents> = on;

/** Handles a namespace with a class: `onNamespace(new Chat("/chat"))`. Exporting the class or an instance does the same. */
export function onNamespace(namespace: Namespace): void {
  currentApp().onNamespace(namespace);
}

/**
 * Handles what handlers of a namespace throw; its return value is the ack. What it throws itself goes to the log.
 *
 * @example
 * onError((error) => ({ error: String(error) }), { namespace: "/admin" });
 */
export function onError(handler: ErrorHandler, where?: Where): void {
  currentApp().onError(handler, where);
}

/** Handles what handlers throw in namespaces without an error handler of their own. */
export function onErrorDefault(handler: ErrorHandler): void {
  currentApp().onErrorDefault(handler);
}

/** Runs a function beside the events, for the application being served; see {@link SocketIO.startBackgroundTask}. */
export function startBackgroundTask<Args extends readonly unknown[], Result>(
  work: TaskFunction<Args, Result>,
  ...args: Args
): Task<Awaited<Result>> {
  return currentApp().startBackgroundTask(work, ...args);
}

/**
 * Asks the server to stop gracefully: running handlers finish, clients are closed so that they come back. Returns at once, because the
 * handler that calls it is one of those that finish; outside of handlers, `await app.stop()` waits for the end.
 *
 * @example
 * on("shut down", () => {
 *   if (session.admin) stop();
 * });
 */
export function stop(): void {
  void currentApp().stop();
}

/** A decorator of a method, in the standard form and in TypeScript's legacy one. */
export type MethodDecorator = (
  method: unknown,
  context: ClassMethodDecoratorContext | string | symbol,
  descriptor?: PropertyDescriptor,
) => void;

/**
 * Handles the event that a function is named after; on a method of a `Namespace`, a decorator that does the same, or takes the name.
 *
 * @example
 * event(function greet(name: string) { return `Hello ${name}`; });
 *
 * class Chat extends Namespace {
 *   \@event greet(name: string) { return `Hello ${name}`; }
 *   \@event("say it") say(text: string) { this.emit("said", text); }
 * }
 */
export function event(name: string): MethodDecorator;
export function event(handler: Handler, where?: Where): void;
export function event(...decorated: Parameters<MethodDecorator>): void;
export function event(first: unknown, second?: unknown, descriptor?: PropertyDescriptor): MethodDecorator | undefined {
  if (typeof first === "string") return (...decorated) => markEvent(methodOf(...decorated), first);
  if (isDecoration(second)) {
    markEvent(methodOf(first, second, descriptor), String(typeof second === "object" ? second.name : second));
    return undefined;
  }
  currentApp().event(first as Handler, second as Where | undefined);
  return undefined;
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
