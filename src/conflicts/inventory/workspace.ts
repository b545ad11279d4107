import { join, relative, sep } from "node:path";
import { fixedPart, pathMatcher } from "../../lib/glob.ts";
import { type Files, foldersUp, isObject, type Json } from "./files.ts";
import { readYaml } from "./yaml.ts";

/** A project and what it is part of; folders are absolute. */
export interface Workspace {
  /** The folder of the project's package.json, or the one in which it would be. */
  readonly root: string;
  /** The folder of the workspace that the project is a member of; its own where it is in none. */
  readonly top: string;
  /** The patterns of the members, absolute; those to leave out begin with "!". */
  readonly patterns: readonly string[];
}

/** More members than this are not looked at. */
const mostMembers = 1_000;
const deepest = 6;

/** The project that code in `folder` belongs to. */
export function findWorkspace(folder: string, files: Files): Workspace {
  const ups = foldersUp(folder).filter((up) => files.has(join(up, "package.json")));
  const root = ups.find((up) => !onlyMarks(files.json(join(up, "package.json")))) ?? ups[0] ?? folder;
  for (const top of foldersUp(root)) {
    const patterns = patternsIn(top, files);
    if (patterns.length > 0 && (top === root || isMember(root, patterns))) return { root, top, patterns };
  }
  return { root, top: root, patterns: [] };
}

/** The folders of the other members of the workspace. */
export function membersOf({ root, top, patterns }: Workspace, files: Files): readonly string[] {
  const found = new Set<string>();
  for (const pattern of patterns.filter((pattern) => !pattern.startsWith("!"))) {
    const base = fixedPart(`${pattern}/*`);
    const steps = pattern.slice(base.length).split("/").filter(Boolean);
    const depth = steps.includes("**") ? deepest : steps.length;
    for (const folder of foldersIn(base, depth, files)) {
      if (found.size < mostMembers && folder !== root && isMember(folder, patterns)) found.add(folder);
    }
  }
  return [...found].filter((folder) => folder !== top && files.has(join(folder, "package.json")));
}

/** A package.json that only says how its folder's files are to be read is no project. */
function onlyMarks(json: Json | undefined): boolean {
  const names = Object.keys(json ?? {});
  return names.length > 0 && names.every((name) => name === "type" || name === "sideEffects");
}

function patternsIn(folder: string, files: Files): readonly string[] {
  const { workspaces } = (files.has(join(folder, "package.json")) && files.json(join(folder, "package.json"))) || {};
  const list = isObject(workspaces) ? workspaces.packages : workspaces;
  const own = Array.isArray(list) ? list.filter((pattern) => typeof pattern === "string") : [];
  const file = join(folder, "pnpm-workspace.yaml");
  const pnpm = files.has(file) ? readYaml(files.text(file) ?? "").list("packages") : [];
  return [...own, ...pnpm].map((pattern) => {
    const out = pattern.startsWith("!");
    return `${out ? "!" : ""}${join(folder, pattern.slice(out ? 1 : 0)).replace(/[\\/]$/, "")}`;
  });
}

function isMember(folder: string, patterns: readonly string[]): boolean {
  const out = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  const own = patterns.filter((pattern) => !pattern.startsWith("!"));
  return pathMatcher(own)(folder) && !pathMatcher(out)(folder);
}

/** The folders as deep as `depth` below `base`; `base` itself where that is 0. */
function foldersIn(base: string, depth: number, files: Files): readonly string[] {
  if (depth === 0) return [base];
  const inside = files
    .list(base)
    .filter((name) => name !== "node_modules" && !name.startsWith("."))
    .map((name) => join(base, name))
    .filter(files.isFolder);
  return [...inside, ...inside.flatMap((folder) => (depth > 1 ? foldersIn(folder, depth - 1, files) : []))];
}

/** A path as a person of the project writes it. */
export function pathFrom(root: string, path: string): string {
  return relative(root, path).split(sep).join("/") || ".";
}
