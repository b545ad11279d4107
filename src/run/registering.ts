import type { AnyEvents, On, Where } from "../app/events.ts";
import type { Namespace } from "../app/namespace.ts";
import type { ErrorHandler } from "../app/registry.ts";
import type { Task, TaskFunction } from "../app/tasks.ts";
import { currentApp } from "./current-app.ts";

// The interface has more than one form, and only the application needs to tell them apart.
const register = ((...args: Parameters<On<AnyEvents>>) => currentApp().on(...args)) as On<AnyEvents>;

/** Handles an event of the clients of the application being served; see {@link On}. */
export const on: On<AnyEvents> = register;

/** The same as {@link on}. */
export const onEvent: On<AnyEvents> = register;

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
