import { existsSync, readdirSync, statSync } from "node:fs";
import { extname, join, relative, resolve } from "node:path";
import { SioError } from "../errors.ts";
import { extensions } from "./extensions.ts";
import { nearestFile } from "./missing.ts";

/** A file of event handlers and where its place in the folder puts it. */
export interface HandlerFile {
  /** Absolute path. */
  readonly file: string;
  /** The namespace that its path stands for; undefined for a single file, which says so itself. */
  readonly namespace: string | undefined;
}

/** What a handlers file may be called; of two files with one name, the earlier extension is taken. */
const handlerExtensions = Object.keys(extensions).filter((extension) => extension !== ".json");

/**
 * The files that hold the handlers. A file stands for itself. In a folder, `index.ts` is the namespace `/`, `admin.ts`
 * or `admin/index.ts` is `/admin`, and `admin/chat.ts` is `/admin/chat`; tests, type declarations, `node_modules` and
 * names that begin with `_` or `.` are left out.
 *
 * @param path A file, with or without its extension, or a folder.
 * @param root The folder that `path` and the messages are relative to.
 * @throws SioError `input` if there is nothing to serve, `config` if two files are the same namespace.
 *
 * @example
 * findHandlerFiles("handlers", "/project"); // [{ file: "/project/handlers.ts", namespace: undefined }]
 */
export function findHandlerFiles(path: string, root: string): HandlerFile[] {
  const found = locateHandlers(resolve(root, path));
  if (!found) throw missingPath(path, root);
  if (statSync(found).isDirectory()) return inFolder(found, path, root);
  if (handlerExtensions.includes(extname(found))) return [{ file: found, namespace: undefined }];
  throw new SioError("input", `"${path}" cannot hold handlers, because it is not a JavaScript or TypeScript file.`, {
    hint: `Its extension must be one of ${handlerExtensions.join(" ")}`,
  });
}

/** The file or folder that an absolute path names, its extension left out or not; `undefined` if there is none. */
export function locateHandlers(path: string): string | undefined {
  const candidates = [path, ...handlerExtensions.map((extension) => path + extension)];
  return candidates.find((candidate) => existsSync(candidate));
}

function missingPath(path: string, root: string): SioError {
  const name = nearestFile(resolve(root, path));
  const nearest = name && join(path, "..", name);
  return new SioError(
    "input",
    `There is no file or folder "${path}".`,
    nearest ? { hint: `Did you mean "${nearest}"?` } : {},
  );
}

function inFolder(folder: string, path: string, root: string): HandlerFile[] {
  const byNamespace = new Map<string, string>();
  for (const file of handlerFilesBelow(folder)) {
    const namespace = namespaceOf(relative(folder, file));
    const other = byNamespace.get(namespace);
    if (other && withoutExtension(other) === withoutExtension(file)) continue;
    if (other) throw sameNamespace(namespace, [other, file], root);
    byNamespace.set(namespace, file);
  }
  if (byNamespace.size > 0) return Array.from(byNamespace, ([namespace, file]) => ({ file, namespace }));
  throw new SioError("input", `There are no handlers in the folder "${path}".`, {
    hint: `Write some in ${join(path, "index.ts")}`,
  });
}

/** All files, sorted by path, files with one name by the rank of their extension. */
function handlerFilesBelow(folder: string): string[] {
  const rank = (file: string) => handlerExtensions.indexOf(extname(file));
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !/^[_.]/.test(name) && name !== "node_modules")
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (statSync(path).isDirectory()) return handlerFilesBelow(path);
      return rank(path) >= 0 && !/\.(?:d|test|spec)\.\w+$/.test(entry.name) ? [path] : [];
    })
    .sort((a, b) => withoutExtension(a).localeCompare(withoutExtension(b)) || rank(a) - rank(b));
}

function namespaceOf(path: string): string {
  const parts = withoutExtension(path).split(/[\\/]/);
  if (parts.at(-1) === "index") parts.pop();
  return `/${parts.join("/")}`;
}

function withoutExtension(path: string): string {
  return path.slice(0, -extname(path).length);
}

function sameNamespace(namespace: string, files: readonly string[], root: string): SioError {
  const [one, other] = files.map((file) => relative(root, file));
  return new SioError("config", `"${one}" and "${other}" are both the namespace "${namespace}".`, {
    hint: "Rename or remove one of them.",
  });
}
