import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./folders.mjs";

/** Debian's own, which sees the packages that apt-get installs; another Python on the PATH does not. */
export const python = "/usr/bin/python3";

/**
 * What a target needs that the machine must have; where it is missing the target is left out, and says so.
 *
 * @typedef {object} Requirement
 * @property {string} name
 * @property {string} install the command that brings it
 * @property {() => string | undefined} version undefined where it is missing
 */

/**
 * @param {string} name of a program that knows `--version`
 * @param {string} debianPackage
 * @returns {Requirement}
 */
export function program(name, debianPackage) {
  const version = () => /\d+(\.\d+)+/.exec(print(name, "--version") ?? "")?.[0];
  return { name, install: `apt-get install ${debianPackage}`, version };
}

/**
 * @param {string} name under which the package is published
 * @param {{ module: string, install: string }} package_ what is imported, and the command that brings it
 * @returns {Requirement}
 */
export function pythonPackage(name, { module, install }) {
  const code = `import ${module}, importlib.metadata as packages; print(packages.version("${name}"))`;
  return { name, install, version: () => print(python, "-c", code)?.trim() };
}

/**
 * @param {string} name of a package in the project's own `node_modules`
 * @returns {Requirement}
 */
export function projectPackage(name) {
  return { name, install: "npm install", version: () => installedVersion(name) };
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
export function installedVersion(name) {
  try {
    return JSON.parse(readFileSync(join(projectFolder, "node_modules", name, "package.json"), "utf8")).version;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} command
 * @param {...string} args
 */
function print(command, ...args) {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return undefined;
  }
}
