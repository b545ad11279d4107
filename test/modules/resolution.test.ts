import { mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { project } from "./project.ts";

const names = { "dir/index.ts": `export default "dir/index.ts";` };
const leaf = (name: string) => ({ [name]: `export default ${JSON.stringify(name)};` });

test.each([
  ["./b", "b.ts", leaf("b.ts")],
  ["./b", "b.js", leaf("b.js")],
  ["./b.js", "b.ts", { ...leaf("b.ts"), ...leaf("b.js") }],
  ["./b.js", "b.tsx", leaf("b.tsx")],
  ["./b.js", "b.js", leaf("b.js")],
  ["./b.mjs", "b.mts", leaf("b.mts")],
  ["./b.jsx", "b.tsx", leaf("b.tsx")],
  ["./b.ts", "b.ts", leaf("b.ts")],
  ["./dir", "dir/index.ts", names],
  ["./dir/", "dir/index.ts", names],
  ["./dir/index.js", "dir/index.ts", names],
  [".", "index.ts", leaf("index.ts")],
])("%s is %s", async (specifier, expected, files) => {
  await using own = await project({ "a.ts": `export { default } from "${specifier}";`, ...files });
  expect(await own.load("a.ts")).toMatchObject({ default: expected });
});

test("CommonJS finds TypeScript files in the same ways", async () => {
  await using own = await project({
    "a.cjs": `exports.seen = [require("./b").b, require("./b.js").b, require("./c.cjs").c, require("./dir").default];`,
    "b.ts": `export const b = "b.ts";`,
    "c.cts": `exports.c = "c.cts";`,
    ...names,
  });
  expect((await own.load("a.cjs")).seen).toEqual(["b.ts", "b.ts", "c.cts", "dir/index.ts"]);
});

test("paths of tsconfig.json are followed, through what it extends", async () => {
  await using own = await project({
    "base/tsconfig.json": `{ "compilerOptions": { "baseUrl": "..", "paths": { "@/*": ["./src/*"], "config": ["./src/settings.ts"] } } }`,
    "tsconfig.json": `{ /* the rest is in base */ "extends": "./base/tsconfig.json" }`,
    "src/a.ts": `import { b } from "@/lib/b"; import { b as again } from "@/lib/b.js"; import { s } from "config"; import { s as based } from "src/settings"; export const seen = [b === again, s, based];`,
    "src/lib/b.ts": `export const b = {};`,
    "src/settings.ts": `export const s = 1;`,
  });
  expect((await own.load("src/a.ts")).seen).toEqual([true, 1, 1]);
  expect(own.graph.files()).toContain(own.file("tsconfig.json"));
  expect(own.graph.files()).toContain(own.file("base/tsconfig.json"));
});

test("imports of package.json are followed", async () => {
  await using own = await project({
    "package.json": `{ "type": "module", "imports": { "#lib/*": "./lib/*.ts" } }`,
    "a.ts": `export { b } from "#lib/b";`,
    "lib/b.ts": `export const b = 1;`,
  });
  expect(await own.load("a.ts")).toMatchObject({ b: 1 });
});

const packages = {
  "node_modules/esm/package.json": `{ "name": "esm", "type": "module", "exports": { ".": "./index.js", "./state": "./state.js" } }`,
  "node_modules/esm/index.js": `export { state } from "./state.js"; export default "esm";`,
  "node_modules/esm/state.js": `export const state = { evaluated: (globalThis.esmRuns = (globalThis.esmRuns ?? 0) + 1) };`,
  "node_modules/cjs/package.json": `{ "name": "cjs", "main": "main.js" }`,
  "node_modules/cjs/main.js": `const api = { hidden: "found", run() { return this === api; } }; module.exports = Object.assign(() => "called", api);`,
  "node_modules/dual/package.json": `{ "name": "dual", "exports": { "import": "./a.mjs", "require": "./a.cjs" } }`,
  "node_modules/dual/a.mjs": `export default "import";`,
  "node_modules/dual/a.cjs": `module.exports = "require";`,
};

test("npm packages are the instances that Node itself has", async () => {
  await using own = await project({
    ...packages,
    "a.ts": `import esm, { state } from "esm"; import { state as direct } from "esm/state"; export const seen = [esm, state === direct]; export { state };`,
  });
  const { seen, state } = await own.load("a.ts");
  const native = await import(/* @vite-ignore */ pathToFileURL(own.file("node_modules/esm/state.js")).href);
  expect(seen).toEqual(["esm", true]);
  expect(native.state).toBe(state);
  const reloaded = await own.reload("a.ts", [own.file("a.ts")]);
  expect(reloaded.namespaces[0]?.state).toBe(state);
});

test("names that Node does not see in a CommonJS package can be imported all the same", async () => {
  await using own = await project({
    ...packages,
    "a.ts": `import cjs, { hidden } from "cjs"; import * as all from "cjs"; export const seen = [cjs(), hidden, all.default === cjs];`,
    "b.ts": `import { nothing } from "cjs"; nothing;`,
  });
  expect((await own.load("a.ts")).seen).toEqual(["called", "found", true]);
  expect((await own.failure("b.ts")).message).toBe(
    "b.ts:1:10: The requested module 'cjs' does not provide an export named 'nothing'",
  );
});

test("a package answers import and require differently if it says so", async () => {
  await using own = await project({
    ...packages,
    "a.mjs": `import dual from "dual"; import required from "./b.cjs"; export const seen = [dual, required, (await import("dual")).default];`,
    "b.cjs": `module.exports = require("dual");`,
  });
  expect((await own.load("a.mjs")).seen).toEqual(["import", "require", "import"]);
});

test("CommonJS requires packages as Node would", async () => {
  await using own = await project({
    ...packages,
    "a.cjs": `exports.cjs = require("cjs"); exports.esm = require("esm").default;`,
  });
  const { cjs, esm } = await own.load("a.cjs");
  expect(cjs).toBe(createRequire(own.file("a.cjs"))("cjs"));
  expect(esm).toBe("esm");
});

test("an ES module that CommonJS requires may import packages", async () => {
  await using own = await project({
    ...packages,
    "a.cjs": `exports.seen = require("./b.ts").seen;`,
    "b.ts": `import esm, { state } from "esm"; import cjs, { hidden } from "cjs"; import { basename } from "node:path"; export const seen = [esm, typeof state, cjs(), hidden, basename("/x/y")];`,
  });
  expect((await own.load("a.cjs")).seen).toEqual(["esm", "object", "called", "found", "y"]);
});

test("built-in modules are Node's own", async () => {
  await using own = await project({
    "a.ts": `import fs, { readFileSync } from "node:fs"; import * as path from "path"; export { fs, readFileSync, path };`,
    "b.cjs": `module.exports = require("fs");`,
  });
  const fs = await import("node:fs");
  expect(await own.load("a.ts")).toMatchObject({ fs: fs.default, readFileSync: fs.readFileSync });
  expect((await own.load("b.cjs")).default).toBe(fs.default);
});

test("a package of the same workspace is the user's, wherever it is linked", async () => {
  await using own = await project({
    "packages/app/a.ts": `export { shared } from "shared";`,
    "packages/shared/package.json": `{ "name": "shared", "main": "./index.ts" }`,
    "packages/shared/index.ts": `export const shared: number = 1;`,
  });
  await mkdir(own.file("node_modules"));
  await symlink(own.file("packages/shared"), own.file("node_modules/shared"));
  expect(await own.load("packages/app/a.ts")).toMatchObject({ shared: 1 });
  expect(own.graph.files()).toContain(own.file("packages/shared/index.ts"));
});

test("without node_modules, packages that the program brings along are found", async () => {
  await using own = await project({
    "a.ts": `import { Server } from "socket.io"; export { Server };`,
    "b.cjs": `exports.Server = require("socket.io").Server; exports.place = require.resolve("socket.io");`,
    "c.ts": `import "express";`,
  });
  const { Server } = await import("socket.io");
  expect((await own.load("a.ts")).Server).toBe(Server);
  expect((await own.load("b.cjs")).Server).toBe(Server);
  expect((await own.failure("c.ts")).hint).toBe("npm install express");
});

test("the project's own copy goes before the one that the program brings along", async () => {
  await using own = await project({
    "a.ts": `export { Server } from "socket.io";`,
    "node_modules/socket.io/package.json": `{ "name": "socket.io", "main": "index.js" }`,
    "node_modules/socket.io/index.js": `exports.Server = "the project's";`,
  });
  expect((await own.load("a.ts")).Server).toBe("the project's");
});
