#!/usr/bin/env node
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

function localPackage() {
  try {
    return dirname(nodeModule.createRequire(join(process.cwd(), "noop.js")).resolve("sio-serve/package.json"));
  } catch {
    return undefined;
  }
}

function ownPackage() {
  return dirname(dirname(fileURLToPath(import.meta.url)));
}
