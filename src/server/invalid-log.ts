import type { InvalidEvent } from "../app/schema.ts";
import type { Log } from "../lib/log.ts";

/** Logs, for whoever debugs a client, which arguments did not fit a schema; any client can cause it, so it is no warning. */
export function invalidLog(log: Log): (invalid: InvalidEvent) => void {
  return ({ issues, ...about }) => {
    const found = issues.map(({ message, path }) => [path.join("."), message].filter(Boolean).join(": "));
    const { event, namespace } = about;
    log.debug(`The arguments of "${event}" in ${namespace} do not fit: ${found.join("; ")}`, { ...about, issues });
  };
}
