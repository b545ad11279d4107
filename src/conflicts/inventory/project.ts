import { join } from "node:path";
import { once } from "../../lib/memoize.ts";
import { type Declared, type Manifest, type PackageManager, packageManagers } from "../inventory.ts";
import type { Files, Json, Note } from "./files.ts";
import { type Forced, forcedBelow, forcedIn } from "./forced.ts";
import { packageManagerIn, readLock } from "./lock.ts";
import type { Askers } from "./lock-files.ts";
import { declaredIn, type ManifestPlace, manifestOf } from "./manifest.ts";
import { membersOf, pathFrom, type Workspace } from "./workspace.ts";
import { readYaml } from "./yaml.ts";

/** What the package.json files of a project and of its workspace say. */
export interface ProjectFiles {
  /** The folders of all members of the workspace, the project's first. */
  readonly members: () => readonly string[];
  readonly packageManager: () => PackageManager;
  readonly lock: () => Askers;
  declared(name: string): readonly Declared[];
  forced(name: string): readonly Declared[];
}

/** Reads package.json files and what stands beside them, at the first question. */
export function readProjectFiles(workspace: Workspace, files: Files, note: Note): ProjectFiles {
  const { root, top } = workspace;
  const tops = [...new Set([top, root])];
  const members = once(() => [...new Set([root, top, ...membersOf(workspace, files)])]);
  const manifests = once(() => members().flatMap((folder) => readAt(folder, root, files) ?? []));
  const forced = once(() => [
    ...manifests().flatMap(({ json, place, at }) => (tops.includes(at) ? forcedIn(json, place) : [])),
    ...pnpmOverrides(top, root, files),
  ]);
  return {
    members,
    packageManager: once(() => named(manifests(), tops) ?? packageManagerIn(tops, files)),
    lock: once(() => readLock(tops, files, note)),
    declared: (name) => manifests().flatMap(({ manifest, place }) => declaredIn(manifest, name, place)),
    forced: (name) => forced().filter((entry) => entry.name === name),
  };
}

interface ProjectManifest {
  /** Its folder, absolute. */
  readonly at: string;
  readonly json: Json;
  readonly manifest: Manifest;
  readonly place: ManifestPlace;
}

function readAt(at: string, root: string, files: Files): ProjectManifest | undefined {
  const path = join(at, "package.json");
  const json = files.json(path);
  return (
    json && { at, json, manifest: manifestOf(json), place: { file: pathFrom(root, path), folder: pathFrom(root, at) } }
  );
}

function pnpmOverrides(top: string, root: string, files: Files): readonly Forced[] {
  const path = join(top, "pnpm-workspace.yaml");
  if (!files.has(path)) return [];
  return forcedBelow("overrides", readYaml(files.text(path) ?? "").map("overrides"), {
    file: pathFrom(root, path),
    folder: pathFrom(root, top),
  });
}

/** By the field `packageManager`, such as "pnpm@9.1.0". */
function named(manifests: readonly ProjectManifest[], tops: readonly string[]): PackageManager | undefined {
  const fields = manifests
    .filter(({ at }) => tops.includes(at))
    .map(({ json }) => String(json.packageManager).split("@")[0]);
  return packageManagers.find((name) => fields.includes(name));
}
