import type { Settings } from "../../config/resolve.ts";
import { findConflicts } from "../../conflicts/find.ts";
import type { Finding } from "../../conflicts/finding.ts";
import { setAside } from "../../conflicts/ignored.ts";
import type { Inventory } from "../../conflicts/inventory.ts";
import { packageToolOf } from "../../conflicts/package-tool.ts";
import { SioError } from "../../errors.ts";
import type { Log } from "../../lib/log.ts";
import { plain } from "../terminal.ts";
import { sentenceOf, showFinding } from "./show.ts";

/** What the check at start is made with. */
export interface StartCheck {
  /** Where to look for a project if the handlers are in none. */
  readonly cwd: string;
  readonly log: Log;
  /** The lines that were logged already, so that a restart does not repeat them. */
  readonly told: Set<string>;
}

/** A project that is to be started. */
export interface StartedProject extends StartCheck {
  readonly settings: Settings;
  readonly inventory: Inventory;
}

/** Logs the conflicts of a project, a line each, and throws what keeps the server from starting. */
export function tellConflicts({ settings, inventory, log, told }: StartedProject): void {
  const { config, origin } = settings;
  const tool = packageToolOf(inventory);
  const { counted, ignored } = setAside(findConflicts(inventory, "warning"), settings);
  const tell = (line: string) => {
    if (!told.has(line)) log.warn(line);
    told.add(line);
  };
  for (const finding of ignored.filter(isSerious)) tell(`Ignored (${origin.doctorIgnore}): ${nameOf(finding)}`);
  for (const finding of counted) if (finding.level === "warning") tell(sentenceOf(finding, tool));
  const fatal = counted.filter(({ level }) => level === "fatal");
  if (fatal.length === 0) return;
  if (config.force) {
    for (const finding of fatal) tell(`Goes on in spite of (${origin.force}): ${nameOf(finding)}`);
    return;
  }
  const shown = fatal.map((finding) => showFinding(finding, { tool, paint: plain }).trimEnd());
  const many = fatal.length === 1 ? "A conflict keeps" : `${fatal.length} conflicts keep`;
  throw new SioError("config", `${many} the server from starting.`, {
    detail: shown.join("\n"),
    hint: `sio doctor tells more. To start all the same: --force, or --doctor-ignore ${fatal.map(({ id }) => id).join(",")}`,
  });
}

function isSerious({ level }: Finding): boolean {
  return level !== "info";
}

function nameOf({ id, what }: Finding): string {
  return `${what} [${id}]`;
}
