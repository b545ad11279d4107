import { isAbsolute, relative, sep } from "node:path";

/** Whether `path` is somewhere below `folder`, by their names alone; nothing is below a folder that is not there. */
export function inside(folder: string | undefined, path: string | undefined): boolean {
  if (folder === undefined || path === undefined) return false;
  const way = relative(folder, path);
  return way !== "" && way.split(sep)[0] !== ".." && !isAbsolute(way);
}
