import type { PackageTool } from "../../conflicts/commands.ts";
import { type CopyInUse, copiesInUse } from "../../conflicts/copies-in-use.ts";
import type { Fact } from "../../conflicts/environment/check.ts";
import { lookAround } from "../../conflicts/environment/index.ts";
import { findConflicts } from "../../conflicts/find.ts";
import { findSettingConflicts, type SettingConflict } from "../../conflicts/find-settings.ts";
import type { Finding } from "../../conflicts/finding.ts";
import { setAside } from "../../conflicts/ignored.ts";
import { packageToolOf } from "../../conflicts/package-tool.ts";
import { advisoriesAsOf } from "../../conflicts/packages.ts";
import { takeInventory } from "../../conflicts/take-inventory.ts";
import type { Edge } from "../edge.ts";
import type { LoadedSettings } from "../settings.ts";
import { tryImport } from "./try-import.ts";

/** All that is known of a project. */
export interface Examination {
  /** The folder of its package.json. */
  readonly root: string;
  readonly tool: PackageTool;
  /** What is wrong, the worst first. */
  readonly findings: readonly Finding[];
  /** What is wrong and does not count, because the settings say so. */
  readonly ignored: readonly Finding[];
  /** What the server runs on. */
  readonly copies: readonly CopyInUse[];
  readonly facts: readonly Fact[];
  /** The day up to which known vulnerabilities are known here. */
  readonly advisoriesAsOf: string;
  /** What could not be read, one sentence each. */
  readonly unread: readonly string[];
}

/**
 * Looks for everything that is wrong with a project and the machine that it is on; nothing of the project is loaded into this process.
 *
 * @throws SioError `config` if the settings ignore what is no conflict
 */
export async function examine(settings: LoadedSettings, { cwd, env }: Edge): Promise<Examination> {
  const { config, origin } = settings;
  const inventory = takeInventory({ handlers: config.handlers, root: cwd, config });
  const machine = { config, origin, inventory, env, tryImport: (name: string) => tryImport(name, inventory.root) };
  const environment = await lookAround(machine);
  const ofSettings = findSettingConflicts(settings).map(asFinding);
  const found = [...findConflicts(inventory), ...ofSettings, ...environment.findings];
  const { counted, ignored } = setAside(found, settings);
  return {
    root: inventory.root,
    tool: packageToolOf(inventory),
    findings: worstFirst(counted),
    ignored,
    copies: copiesInUse(inventory),
    facts: environment.facts,
    advisoriesAsOf,
    unread: inventory.unread,
  };
}

function asFinding({ id, level, say, values, fix }: SettingConflict): Finding {
  const where = values.map(({ name, value, origin }) => `${name} ${value} (${origin})`);
  return { id, level, what: say.replace(/\.$/, ""), where, consequence: "", fixes: [{ say: fix }] };
}

const badness = { fatal: 0, warning: 1, info: 2 };

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => badness[a.level] - badness[b.level]);
}
