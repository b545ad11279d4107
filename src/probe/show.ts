import { STATUS_CODES } from "node:http";

/** A status as people write it. @example "504 Gateway Timeout" */
export function showStatus({ status }: { readonly status: number }): string {
  const name = STATUS_CODES[status];
  return name ? `${status} ${name}` : String(status);
}

/** An answer, or why there is none, as the end of a line that names the request. */
export function showReply(reply: Answered | Unanswered): string {
  if ("code" in reply) return brief(reply.message) || reply.code;
  const beginning = brief(reply.body);
  return beginning ? `${showStatus(reply)}: ${beginning}` : showStatus(reply);
}

interface Answered {
  readonly status: number;
  readonly body: string;
}

interface Unanswered {
  readonly code: string;
  readonly message: string;
}

/** Seconds, with one decimal where it matters. @example "1.5 s" */
export function showSeconds(ms: number): string {
  return `${ms < 10_000 ? Number((ms / 1000).toFixed(1)) : Math.round(ms / 1000)} s`;
}

/** Bytes in the largest unit that they fill. @example "1 MB" */
export function showBytes(bytes: number): string {
  const [unit, size] = units.find(([, size]) => bytes >= size) ?? ["bytes", 1];
  return `${Number((bytes / size).toFixed(1))} ${unit}`;
}

const units: readonly (readonly [unit: string, size: number])[] = [
  ["GB", 1e9],
  ["MB", 1e6],
  ["kB", 1e3],
];

const mostShown = 120;

/** The beginning of what a server says, in one line and without what a terminal would obey. */
export function brief(text: string): string {
  return text
    .slice(0, 10 * mostShown)
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, mostShown);
}
