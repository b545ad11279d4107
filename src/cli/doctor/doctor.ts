import type { Command } from "commander";
import { resolveConfig } from "../../config/resolve.ts";
import type { Edge } from "../edge.ts";
import { environmentOf } from "../environment.ts";
import { type LoadedSettings, type LoadOptions, loadSettings } from "../settings.ts";
import { examine } from "./examine.ts";
import { type Failing, statusOf } from "./failing.ts";
import { fix } from "./fix.ts";
import { jsonReport } from "./json.ts";
import { showReport } from "./report.ts";

/** What the command line asks for besides settings. */
export interface DoctorFlags extends Failing {
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly yes?: boolean;
}

/**
 * Examines the project of this folder, tells what is wrong, and with `fix` mends it. Resolves with the exit status: 1 for a finding that is
 * fatal, or with `strict` for a warning.
 */
export async function doctor(flags: DoctorFlags, command: Command, edge: Edge): Promise<number> {
  const { json = false, yes = false } = flags;
  const environment = environmentOf(edge.env);
  const read = async () => {
    const settings = await loadSettings({ ...edge, env: environment.own }, command, { resolve: letThrough });
    environment.adopt(settings.variables);
    return settings;
  };
  const settings = await read();
  for (const warning of settings.warnings) edge.stderr(`${warning}\n`);
  const style = { paint: edge.paint.stdout, cwd: edge.cwd, quiet: settings.config.quiet };
  const look = async (of: LoadedSettings) => {
    const examination = await examine(of, edge);
    if (!json) edge.stdout(showReport(examination, style));
    return examination;
  };
  const before = await look(settings);
  const mended = flags.fix === true && (await fix(before, { ...edge, env: environment.own }, { yes, json }));
  const examination = mended ? await look(await read()) : before;
  const status = statusOf(examination.findings, flags);
  if (json) edge.stdout(`${JSON.stringify(jsonReport(examination, { ok: status === 0 }), undefined, 2)}\n`);
  return status;
}

/** Settings that exclude each other are told with all the rest. */
const letThrough: NonNullable<LoadOptions["resolve"]> = (layers) => ({ ...resolveConfig(layers), warnings: [] });
