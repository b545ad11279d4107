import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { memoize } from "../../lib/memoize.ts";

/** Told, in a sentence, what could not be read. */
export type Note = (sentence: string) => void;

/** The files of a project; what is wrong with one is noted and never thrown. */
export interface Files {
  has(path: string): boolean;
  /** The names in a folder, in their order; none where there is no such folder. */
  list(folder: string): readonly string[];
  /** Whether it is one; `undefined` where there is nothing at the path. */
  isFolder(path: string): boolean | undefined;
  /** The path without symbolic links; `undefined` where it leads nowhere. */
  real(path: string): string | undefined;
  /** What a file says; to ask for one that is not there is no mistake, and dear. */
  text(path: string): string | undefined;
  /** The object in a JSON file; read once. */
  json(path: string): Json | undefined;
  sizeBytes(path: string): number;
}

/** An object of which nothing is known yet. */
export type Json = Readonly<Record<string, unknown>>;

/** Reads files; `show` says how a path is written in a note. */
export function openFiles(show: (path: string) => string, note: Note): Files {
  /** `undefined` where there is nothing at the path, and where it cannot be read, which is noted. */
  function attempt<Value>(path: string, read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT" && code !== "ENOTDIR") note(`${show(path)} cannot be read (${reasons[code] ?? code}).`);
      return undefined;
    }
  }

  const files: Files = {
    has: existsSync,
    list: memoize((folder) => (existsSync(folder) && attempt(folder, () => readdirSync(folder))) || []),
    isFolder: (path) => attempt(path, () => statSync(path, { throwIfNoEntry: false })?.isDirectory()),
    real: (path) => attempt(path, () => realpathSync.native(path)),
    text: (path) => attempt(path, () => readFileSync(path, "utf8")),
    sizeBytes: (path) => attempt(path, () => statSync(path).size) ?? 0,
    json: memoize((path) => {
      const text = files.text(path);
      if (text === undefined) return undefined;
      try {
        const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
        if (isObject(value)) return value;
        note(`${show(path)} holds no object.`);
      } catch {
        note(`${show(path)} is not valid JSON.`);
      }
      return undefined;
    }),
  };
  return files;
}

/** What the system's words mean. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "this user may not",
  EPERM: "this user may not",
  ELOOP: "its symbolic links lead round in a circle",
  EISDIR: "it is a folder",
};

/** Whether a value is an object with names and values. */
export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The folder and all that it lies in, from the inside out. */
export function foldersUp(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUp(parent)];
}

/** The folders of packages in which code in `folder` looks for its imports, in the order in which it does. */
export function modulesFoldersFor(folder: string): readonly string[] {
  return foldersUp(folder)
    .filter((up) => basename(up) !== "node_modules")
    .map((up) => join(up, "node_modules"));
}
