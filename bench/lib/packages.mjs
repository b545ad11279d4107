import { execFile } from "node:child_process";
import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "./folders.mjs";

const run = promisify(execFile);

/**
 * Installs a package with npm into a folder of its own under `.cache`, unless it is there already, so that the project
 * itself never depends on what it is compared with.
 *
 * @param {string} spec such as `tsx@4.23.15`
 * @returns {Promise<string>} the package's folder
 */
export async function installedPackage(spec) {
  const name = spec.slice(0, spec.lastIndexOf("@"));
  const home = join(cacheFolder, spec.replaceAll("/", "+"));
  const folder = join(home, "node_modules", name);
  if (await exists(folder)) return folder;
  await mkdir(home, { recursive: true });
  await writeFile(join(home, "package.json"), "{}\n");
  await run("npm", ["install", "--prefix", home, "--no-audit", "--no-fund", spec]);
  return folder;
}

/**
 * The Node binary that `--node` means: a path, a major version (`24`, installed from npm's package `node`), or by
 * default the one that runs this.
 *
 * @param {string | undefined} wanted
 * @returns {Promise<string>}
 */
export async function nodeBinary(wanted) {
  if (wanted === undefined) return process.execPath;
  if (!/^\d+$/.test(wanted)) return wanted;
  return join(await installedPackage(`node@${wanted}`), "bin/node");
}

/** @param {string} path */
function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
