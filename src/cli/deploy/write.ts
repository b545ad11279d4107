import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { SioError } from "../../errors.ts";
import type { Edge } from "../edge.ts";
import type { LoadedSettings } from "../settings.ts";
import { type Deployment, deploymentOf } from "./deployment.ts";
import { type TargetName, targets } from "./targets.ts";

/** What the command line says, as it was typed. */
export interface DeployFlags {
  readonly out?: string;
  readonly force?: boolean;
  readonly config?: string;
}

/** For what files are written, and how. */
export interface DeployRequest {
  readonly settings: LoadedSettings;
  readonly flags: DeployFlags;
  readonly edge: Edge;
}

/**
 * Writes the files for a deployment of these settings, and says what to do next.
 *
 * @throws SioError `usage` that lists the files that are there already, `unavailable` if they cannot be written
 */
export function writeFiles(name: TargetName, { settings, flags, edge }: DeployRequest): void {
  const { cwd, stdout, stderr } = edge;
  const target = targets[name];
  const deployment = deploymentOf(settings, cwd, flags.config);
  const folder = resolve(cwd, flags.out ?? ".");
  const files = target.files(deployment);
  if (!flags.force) refuseToOverwrite(folder, Object.keys(files));
  write(folder, files);
  if (!target.here) for (const line of outsideNotes(deployment)) stderr(`${line}\n`);
  for (const file of Object.keys(files)) stdout(`${relative(cwd, join(folder, file))}\n`);
  const steps = target.next(deployment).map((step) => `  ${step}\n`);
  stdout(`\nNext:\n${steps.join("")}`);
}

function refuseToOverwrite(folder: string, files: readonly string[]): void {
  const there = files.filter((file) => existsSync(join(folder, file)));
  if (there.length === 0) return;
  throw new SioError("usage", `${folder} has files that would be overwritten:`, {
    detail: there.map((file) => `    ${file}`).join("\n"),
    hint: "Overwrite them with --force, or write elsewhere: --out DIR",
  });
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  } catch (cause) {
    throw new SioError("unavailable", `The files cannot be written to ${folder}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function outsideNotes({ outside }: Deployment): readonly string[] {
  return Object.entries(outside).map(
    ([variable, path]) =>
      `${variable} is left out, because ${path} does not come along. Mount it, and set the variable.`,
  );
}
