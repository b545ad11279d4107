import { inspect } from "node:util";
import type { Fault } from "../app/dispatch.ts";
import type { Log } from "../lib/log.ts";
import type { ModuleGraph } from "../modules/index.ts";

/**
 * Logs what a handler threw: which event of which client, and the line of the user's code where that is known.
 *
 * @param locate knows the user's own files; without one, the stack has to do
 */
export function faultLog(log: Log, locate?: ModuleGraph["userFrame"]): (fault: Fault) => void {
  return ({ error, event, namespace, sid }) => {
    const place = locate?.(error);
    const source = place && `${place.file}:${place.line}:${place.column}`;
    const at = source ? ` at ${source}` : "";
    log.error(`The handler of "${event}" in ${namespace} failed${at}: ${messageOf(error)}`, {
      event,
      namespace,
      sid,
      ...(place && { source, frame: place.frame }),
      error,
    });
  };
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error
    ? `${thrown.name}: ${thrown.message}`
    : `it threw ${inspect(thrown)}, which is no Error`;
}
