#!/usr/bin/env node
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`sio-serve needs Node.js 20.19 or newer, and this is ${process.versions.node}.`);
  process.exit(78);
}

// Node 22 and newer keep compiled code between starts.
nodeModule.enableCompileCache?.();

// The project's own install is preferred, so that its handlers and this process share one copy and one version.
const { main } = await import(pathToFileURL(join(localPackage() ?? ownPackage(), "dist", "cli.js")).href);
await main();

/** As Node would find it, and without its errors: to make one takes longer than to look. */
function localPackage() {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", "sio-serve");
    if (existsSync(join(found, "package.json"))) return found;
    if (dirname(folder) === folder) return undefined;
  }
}

function ownPackage() {
  return dirname(dirname(fileURLToPath(import.meta.url)));
}
