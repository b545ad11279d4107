import { inspect } from "node:util";
import type { HandlerFault } from "../app/dispatch.ts";
import type { Fault } from "../app/handling.ts";
import type { TaskFault } from "../app/tasks.ts";
import type { Log } from "../lib/log.ts";
import type { ModuleGraph } from "../modules/index.ts";

/**
 * Logs what a handler or a task threw: which event of which client, and the line of the user's code where that is known.
 *
 * @param locate knows the user's own files; without one, the stack has to do
 */
export function faultLog(log: Log, locate?: ModuleGraph["userFrame"]): (fault: Fault) => void {
  return ({ error, ...about }) => {
    const place = locate?.(error);
    const source = place && `${place.file}:${place.line}:${place.column}`;
    const at = source ? ` at ${source}` : "";
    log.error(`${subjectOf(about)} failed${at}: ${messageOf(error)}`, {
      ...about,
      ...(place && { source, frame: place.frame }),
      error,
    });
  };
}

function subjectOf(about: Omit<HandlerFault, "error"> | Omit<TaskFault, "error">): string {
  return "task" in about
    ? `The background task "${about.task}"`
    : `The handler of "${about.event}" in ${about.namespace}`;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error
    ? `${thrown.name}: ${thrown.message}`
    : `it threw ${inspect(thrown)}, which is no Error`;
}
