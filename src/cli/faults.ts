import { inspect } from "node:util";
import type { Fault } from "../app/dispatch.ts";
import type { Log } from "../lib/log.ts";
import { userFrame } from "../modules/index.ts";

/** Logs what a handler threw: which event of which client, and the line of the user's code. */
export function faultLog(log: Log, root: string): (fault: Fault) => void {
  return ({ error, event, namespace, sid }) => {
    const place = userFrame(error, root);
    const at = place ? ` at ${place.file}:${place.line}:${place.column}` : "";
    log.error(`The handler of "${event}" in ${namespace} failed${at}: ${messageOf(error)}`, {
      event,
      namespace,
      sid,
      ...(place && { source: `${place.file}:${place.line}:${place.column}`, frame: place.frame }),
      error,
    });
  };
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `it threw ${inspect(thrown)}, which is no Error`;
}
