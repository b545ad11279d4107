import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { findHandlerFiles } from "../modules/entries.ts";
import { extensionAliases, extensions } from "../modules/extensions.ts";
import type { SourceText } from "./inventory.ts";
import { withoutComments } from "./source-code.ts";

/** How much is read at most; what is beyond it is left out, because a search that takes long is worse than none. */
const limits = { files: 500, bytes: 1_000_000, allBytes: 8_000_000, places: 5_000 };

/**
 * The handlers file, or the files of the handlers folder, and what they import by a relative path; never a package.
 * What cannot be found or read is left out: loading the handlers says so in better words.
 *
 * @param entry the handlers file or folder
 * @param root what the paths of the result are relative to
 */
export function handlerTexts(entry: string, root: string): readonly SourceText[] {
  const texts = new Map<string, SourceText>();
  const waiting = [...entryFiles(entry, root)];
  for (let path = waiting.shift(); path !== undefined && texts.size < limits.files; path = waiting.shift()) {
    const file = realPath(path);
    if (file === undefined || texts.has(file) || isOfPackage(relative(root, file))) continue;
    const text = read(file);
    if (text === undefined) continue;
    texts.set(file, { path: shown(file, root), text });
    waiting.push(...importsOf(text).flatMap((specifier) => locate(resolve(dirname(file), specifier)) ?? []));
  }
  return [...texts.values()];
}

/** What browsers run: pages, and the scripts beside them. */
const pageExtensions = new Set([".html", ".htm", ".js", ".mjs"]);

/**
 * The HTML and JavaScript below a folder that is served; packages and names that begin with a dot are left out.
 *
 * @param folder what is served
 * @param root what the paths of the result are relative to
 */
export function pageTexts(folder: string, root: string): readonly SourceText[] {
  const texts: SourceText[] = [];
  const seen = new Set<string>();
  const waiting = [resolve(root, folder)];
  let bytes = 0;
  for (let path = waiting.shift(); path !== undefined && texts.length < limits.files; path = waiting.shift()) {
    if (seen.size > limits.places || bytes > limits.allBytes) break;
    // Links may lead round in a circle.
    const real = realPath(path);
    if (real === undefined || seen.has(real)) continue;
    seen.add(real);
    const names = namesIn(real);
    if (names) waiting.push(...names.map((name) => join(path, name)));
    const text = names || !isPage(path) ? undefined : read(real);
    if (text === undefined) continue;
    bytes += text.length;
    texts.push({ path: shown(path, root), text });
  }
  return texts;
}

function entryFiles(entry: string, root: string): readonly string[] {
  try {
    return findHandlerFiles(relative(root, resolve(root, entry)), root).map(({ file }) => file);
  } catch {
    return [];
  }
}

/** Relative specifiers, of any form of import. */
function importsOf(text: string): readonly string[] {
  const imports = /\b(?:from|import|require)\s*\(?\s*(["'])(\.[^"'\n]*)\1/g;
  return [...withoutComments(text).matchAll(imports)].map(([, , specifier = ""]) => specifier);
}

/** The file that an import means, tried as the module graph does: TypeScript by the name of its output, a folder by its index. */
function locate(path: string): string | undefined {
  const extension = extname(path);
  const aliases = Object.entries(extensionAliases).find(([alias]) => alias === extension)?.[1] ?? [];
  const stem = path.slice(0, path.length - extension.length);
  const scripts = Object.keys(extensions).filter((name) => name !== ".json");
  const candidates = [
    ...aliases.map((alias) => stem + alias),
    path,
    ...scripts.map((name) => path + name),
    ...scripts.map((name) => join(path, `index${name}`)),
  ];
  return candidates.find((candidate) => scripts.includes(extname(candidate)) && isFile(candidate));
}

function isOfPackage(path: string): boolean {
  return path.split(sep).includes("node_modules");
}

function shown(file: string, root: string): string {
  return relative(root, file).replaceAll(sep, "/");
}

function isFile(path: string): boolean {
  return orNothing(() => statSync(path).isFile()) ?? false;
}

function realPath(path: string): string | undefined {
  return orNothing(() => realpathSync(path));
}

/** What is worth a look in a folder; `undefined` if it is none. */
function namesIn(path: string): string[] | undefined {
  const entries = orNothing(() => readdirSync(path, { withFileTypes: true }));
  return entries
    ?.filter((entry) => !entry.name.startsWith(".") && entry.name !== "node_modules")
    .filter((entry) => !entry.isFile() || isPage(entry.name))
    .map(({ name }) => name)
    .sort();
}

function isPage(name: string): boolean {
  return pageExtensions.has(extname(name).toLowerCase());
}

function read(file: string): string | undefined {
  const stats = orNothing(() => statSync(file));
  // Reading what is no file, such as a pipe, may never end.
  if (!stats?.isFile() || stats.size > limits.bytes) return undefined;
  return orNothing(() => readFileSync(file, "utf8"));
}

/** Whatever the disk refuses is as good as not there. */
function orNothing<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
