import { relative } from "node:path";
import type { Config } from "../config/options.ts";
import { SioError } from "../errors.ts";
import type { LogFields } from "../lib/log.ts";
import type { ReloadAnswer } from "../run/admin.ts";
import type { Outcome } from "../run/outcome.ts";
import { urlOf } from "../run/start.ts";

/** What a sentence about an outcome needs to know besides it. */
export interface Surroundings {
  readonly cwd: string;
  readonly config: Config;
  /** Whether a server goes on after a failure, or is still to start. */
  readonly serving: boolean;
}

/** A line of the log. */
export interface Line {
  readonly level: "info" | "error";
  readonly message: string;
  readonly fields: LogFields;
}

type Say<Kind> = (outcome: Extract<Outcome, { readonly kind: Kind }>, surroundings: Surroundings) => Line;

/** One line for each kind of outcome. */
const lines: { readonly [Kind in Outcome["kind"]]: Say<Kind> } = {
  started: ({ started }, { config }) => info(`Started on ${urlOf(started.address, config)}`),

  unchanged: () => info("Nothing to change: what the files say is in force"),

  reloaded({ changed, ms, sockets }, { cwd }) {
    const names = changed.map((path) => relative(cwd, path) || ".").sort();
    const rounded = Math.round(ms);
    const kept = `${sockets} client${sockets === 1 ? "" : "s"} kept`;
    return info(`Reloaded ${listed(names)} in ${rounded} ms, ${kept}`, { changed: names, ms: rounded, sockets });
  },

  restarted({ why, ms, started }, { config }) {
    const url = urlOf(started.address, config);
    const rounded = Math.round(ms);
    return info(`Restarted on ${url} in ${rounded} ms, because ${why}; clients reconnect`, { why, ms: rounded, url });
  },

  adjusted: ({ names }) => info(`Changed ${names.join(", ")} without a restart`, { changed: names }),

  failed({ error, undone }, { serving }) {
    const goesOn = serving
      ? `what was in force serves on${undone ? " and clients reconnect" : ""}`
      : "waiting for the next save";
    return { level: "error", message: `Not loaded, ${goesOn}: ${messageOf(error)}`, fields: fieldsOf(error) };
  },
};

/** What came of an update, in one line. */
export function lineOf(outcome: Outcome, surroundings: Surroundings): Line {
  // Each kind has its own line, which TypeScript cannot follow through a look-up.
  return (lines[outcome.kind] as Say<Outcome["kind"]>)(outcome, surroundings);
}

/** The answer to whoever has asked for the update. */
export function answerOf(outcome: Outcome, surroundings: Surroundings): ReloadAnswer {
  const { message } = lineOf(outcome, surroundings);
  if (outcome.kind !== "failed") return { ok: true, message: `${message}.` };
  const { error } = outcome;
  if (!(error instanceof SioError)) return { ok: false, message };
  const { code, detail, hint } = error;
  return { ok: false, message, code, detail, hint };
}

function info(message: string, fields: LogFields = {}): Line {
  return { level: "info", message, fields };
}

/** `a.ts, b.ts and 3 more`; nothing named is everything. */
function listed(names: readonly string[]): string {
  if (names.length === 0) return "all handlers";
  const shown = names.length > 3 ? names.slice(0, 2) : names;
  const rest = names.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** What does not fit the line: the place of the user's own mistake, or the stack of ours. */
function fieldsOf(error: unknown): LogFields {
  if (!(error instanceof SioError)) return { error };
  return { code: error.code, ...(error.detail && { frame: error.detail }), ...(error.hint && { hint: error.hint }) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
