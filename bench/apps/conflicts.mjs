// Looks for conflicts in a project that is made up, of as many packages as the case says. Prints what it took, as a line of JSON.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const source = fileURLToPath(new URL("../../src/", import.meta.url));
const cache = fileURLToPath(new URL("../.cache/", import.meta.url));

/** What the server runs on, without a fault that is known. */
const sound = {
  "socket.io": "4.8.4",
  "socket.io-adapter": "2.5.8",
  "socket.io-parser": "4.2.7",
  "engine.io": "6.6.12",
  ws: "8.21.3",
};

const [kind, settings = "{}"] = process.argv.slice(2);
const { packages } = JSON.parse(settings);
const project = madeUp(packages);
const look = kind === "npm-ls" ? async () => npmLs() : await looking(kind);
const before = performance.now();
await look();
console.log(JSON.stringify({ ms: performance.now() - before }));

function npmLs() {
  if (packages > 10_000) {
    console.error("npm ls takes minutes for so many packages, and is left out");
    process.exit(1);
  }
  // Of a tree that is made up it has much to say, and its status tells of that.
  const script = "npm ls --json > /dev/null 2>&1 || true";
  execFileSync("sh", ["-c", script], { cwd: project });
}

/**
 * The rules as they are published: one file, loaded when they are first asked.
 *
 * @param {string} kind
 */
async function looking(kind) {
  const [name, file] = kind === "start" ? ["deservesALook", "glance.ts"] : ["findConflicts", "find.ts"];
  const outfile = join(cache, `conflicts-${kind}-${process.pid}.mjs`);
  const contents = `export { takeInventory } from "./conflicts/take-inventory.ts";
    export { ${name} as look } from "./conflicts/${file}";`;
  const stdin = { contents, resolveDir: source, loader: /** @type {const} */ ("ts") };
  await build({ stdin, outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
  process.once("exit", () => rmSync(outfile));
  const config = { parser: "default", connectionStateRecovery: 0, allowEIO3: false };
  const handlers = join(project, "handlers.js");
  return async () => {
    const { takeInventory, look } = await import(pathToFileURL(outfile).href);
    look(takeInventory({ handlers, root: project, config }));
  };
}

/**
 * The folder of such a project; it is kept for the next time.
 *
 * @param {number} count
 */
function madeUp(count) {
  const folder = join(cache, `project-of-${count}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}-${process.pid}`;
  const names = Array.from({ length: count }, (_, index) =>
    index % 5 === 0 ? `@scope${index % 50}/p${index}` : `p${index}`,
  );
  names.forEach((name, index) => {
    const dependencies = { [names[(index * 7 + 1) % count]]: "^1.0.0" };
    write(join(draft, "node_modules", name), { name, version: "1.0.0", dependencies });
    if (index % 20 === 0)
      write(join(draft, "node_modules", name, "node_modules/nested"), { name: "nested", version: "1.0.0" });
  });
  for (const [name, version] of Object.entries(sound)) write(join(draft, "node_modules", name), { name, version });
  const dependencies = Object.fromEntries(names.slice(0, 30).map((name) => [name, "^1.0.0"]));
  write(draft, { name: "project", dependencies: { ...dependencies, "socket.io": "^4.8.4" } });
  writeFileSync(join(draft, "handlers.js"), 'import { on } from "sio-serve";\non("echo", (text) => text);\n');
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(draft, folder);
  return folder;
}

/**
 * @param {string} folder
 * @param {object} manifest
 */
function write(folder, manifest) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
}
