import { basename } from "node:path";
import { inspect } from "node:util";
import type { HandlerFault } from "../app/dispatch.ts";
import { RefusedPayload } from "../app/errors.ts";
import type { Fault } from "../app/handling.ts";
import type { CleanupFault } from "../app/part.ts";
import type { TaskFault } from "../app/tasks.ts";
import type { Log } from "../lib/log.ts";
import type { ModuleGraph } from "../modules/index.ts";

/**
 * Logs what a handler, a task or a cleanup threw: which event of which client, and the line of the user's code where that is known.
 *
 * @param locate knows the user's own files; without one, the stack has to do
 */
export function faultLog(log: Log, locate?: ModuleGraph["userFrame"]): (fault: Fault) => void {
  return ({ error, ...about }) => {
    if (error instanceof RefusedPayload) {
      log.warn(`A client's message was refused: ${error.message}`, about);
      return;
    }
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

type About<F> = F extends HandlerFault | TaskFault | CleanupFault ? Omit<F, "error"> : never;

function subjectOf(about: About<Fault>): string {
  if ("task" in about) return `The background task "${about.task}"`;
  if ("cleanupOf" in about) return about.cleanupOf ? `A cleanup of ${basename(about.cleanupOf)}` : "A cleanup";
  return `The handler of "${about.event}" in ${about.namespace}`;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error
    ? `${thrown.name}: ${thrown.message}`
    : `it threw ${inspect(thrown)}, which is no Error`;
}
