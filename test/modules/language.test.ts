import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { project } from "./project.ts";

/** Each is a project whose `main.mjs` exports its observations as `default`. What Node sees is what the graph must see. */
const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "exports are live": {
    "main.mjs": `import { count, up } from "./counter.mjs"; const before = count; up(); up(); export default [before, count];`,
    "counter.mjs": `export let count = 0; export const up = () => { count++; };`,
  },
  "export star leaves out default and yields to own names": {
    "main.mjs": `import * as all from "./barrel.mjs"; export default { ...all, keys: Object.keys(all).sort() };`,
    "barrel.mjs": `export * from "./a.mjs"; export * as b from "./b.mjs"; export const own = "barrel"; export { three } from "./b.mjs";`,
    "a.mjs": `export default 1; export const own = "a"; export const two = 2;`,
    "b.mjs": `export const three = 3;`,
  },
  "export star works around a cycle": {
    "main.mjs": `import * as a from "./a.mjs"; import * as b from "./b.mjs"; export default [Object.keys(a).sort(), Object.keys(b).sort(), a.fromB, b.fromA];`,
    "a.mjs": `export * from "./b.mjs"; export const fromA = 1;`,
    "b.mjs": `export * from "./a.mjs"; export const fromB = 2;`,
  },
  "default and namespace can be imported in one statement": {
    "main.mjs": `import one, * as all from "./a.mjs";\nconst text = \`\nimport x, * as y from "z"\`; export default [one, all.two, text];`,
    "a.mjs": `export default 1; export const two = 2;`,
  },
  "functions are hoisted across a cycle": {
    "main.mjs": `import { early } from "./other.mjs"; export function hoisted() { return "hoisted"; } export default early;`,
    "other.mjs": `import { hoisted } from "./main.mjs"; export const early = hoisted();`,
  },
  "classes and constants are not hoisted across a cycle": {
    "main.mjs": `import { seen } from "./other.mjs"; export class Late {} export const late = 1; export default seen;`,
    "other.mjs": `import * as main from "./main.mjs"; const attempt = (read) => { try { return read(); } catch (error) { return error.name; } };
      export const seen = [attempt(() => main.Late), attempt(() => main.late)];`,
  },
  "modules are evaluated once, in the order of imports, wherever these stand": {
    "main.mjs": `globalThis.trace = []; export { trace as default } from "./trace.mjs"; import "./a.mjs"; trace.push("main"); import "./b.mjs"; import { trace } from "./trace.mjs";`,
    "a.mjs": `import "./b.mjs"; import { trace } from "./trace.mjs"; trace.push("a");`,
    "b.mjs": `import { trace } from "./trace.mjs"; trace.push("b");`,
    "trace.mjs": `export const trace = [];`,
  },
  "top-level await holds up those who import": {
    "main.mjs": `import { trace } from "./trace.mjs"; import "./slow.mjs"; import "./quick.mjs"; trace.push("main"); export default trace;`,
    "slow.mjs": `import { trace } from "./trace.mjs"; await new Promise((done) => setImmediate(done)); trace.push("slow");`,
    "quick.mjs": `import { trace } from "./trace.mjs"; trace.push("quick");`,
    "trace.mjs": `export const trace = [];`,
  },
  "await before parentheses, brackets and templates is an await": {
    "main.mjs": `const a = await (0, Promise.resolve(1)); const [b] = await [2]; const c = await \`3\`; for await (const d of [4]) { var last = d; } export default [a, b, c, last];`,
  },
  "await inside functions alone does not make a module wait": {
    "main.mjs": `import { done } from "./a.mjs"; export default done;`,
    "a.mjs": `export let done = "at once"; export async function later() { await 1; done = "later"; } const text = "await nothing";`,
  },
  "names of exports may be any string": {
    "main.mjs": `import { "a b" as ab, default as standard } from "./a.mjs"; export { ab as "c d" }; export default [ab, standard];`,
    "a.mjs": `const one = 1; export { one as "a b", one as default };`,
  },
  "destructuring exports each name": {
    "main.mjs": `import * as all from "./a.mjs"; export default Object.entries(all).sort();`,
    "a.mjs": `export const { a, b: [c = 2, ...d], ...e } = { a: 1, b: [undefined, 3], f: 4 };`,
  },
  "an import is not confused with what shadows it": {
    "main.mjs": `import { a } from "./a.mjs"; const o = { a, m(a) { return a; }, get a2() { return a; } };
      function own(a) { return a; } label: for (const a of [7]) { var looped = a; continue label; }
      try { throw 8; } catch (a) { var caught = a; } { let a = 9; var blocked = a; }
      export default [o.a, o.m(2), o.a2, own(3), looped, caught, blocked, ((a) => a)(4), typeof a, \`\${a}\`];`,
    "a.mjs": `export const a = 1;`,
  },
  "imports can be called, constructed, tagged and extended": {
    "main.mjs": `import { Base, self, tag } from "./a.mjs"; class Mine extends Base {} export default [self(), self?.(), tag\`x\`, new Mine().name, new Base() instanceof Base];`,
    "a.mjs": `export class Base { name = this.constructor.name; } export function self() { return this === undefined; } export function tag([text]) { return text; }`,
  },
  "unnamed default exports are called default": {
    "main.mjs": `import f from "./f.mjs"; import c from "./c.mjs"; import a from "./a.mjs"; export default [f.name, c.name, a.name];`,
    "f.mjs": `export default function () {}`,
    "c.mjs": `export default class {}`,
    "a.mjs": `export default () => {};`,
  },
  "a module is strict and has no this": {
    "main.mjs": `let strict = false; try { undeclared = 1; } catch { strict = true; } export default [this === undefined, strict, typeof require, typeof module, typeof __filename];`,
  },
  "namespaces can be inspected": {
    "main.mjs": `import * as a from "./a.mjs"; export default [typeof a, String(a[Symbol.toStringTag]), "one" in a, Object.getPrototypeOf(a), { ...a }];`,
    "a.mjs": `export const one = 1;`,
  },
  "import() takes expressions and gives the same instance": {
    "main.mjs": `import * as fixed from "./a.mjs"; const name = "a"; const found = await import(\`./\${name}.mjs\`); export default [found.made === fixed.made, found.default];`,
    "a.mjs": `export const made = {}; export default "a";`,
  },
  "import() of a missing file can be caught by its code": {
    "main.mjs": `const code = await import("./nowhere.mjs").catch((error) => error.code); export default code;`,
  },
  "a module that throws fails with the same error every time": {
    "main.mjs": `const attempt = () => import("./bad.mjs").catch((error) => error); const one = await attempt(); const two = await attempt(); export default [one === two, one.message, globalThis.badRuns];`,
    "bad.mjs": `globalThis.badRuns = (globalThis.badRuns ?? 0) + 1; throw new Error("bad");`,
  },
  "import.meta knows the file": {
    "main.mjs": `const { url, filename, dirname } = import.meta; export default [url.endsWith("/main.mjs"), filename.endsWith("/main.mjs"), filename.startsWith(dirname), import.meta.resolve("./a.mjs") === new URL("./a.mjs", url).href, import.meta.resolve("node:fs")];`,
    "a.mjs": ``,
  },
  "JSON can be imported": {
    "main.mjs": `import data from "./data.json" with { type: "json" }; const again = await import("./data.json", { with: { type: "json" } }); export default [data, again.default === data];`,
    "data.json": `{ "a": [1, null, "x"] }`,
  },
  "a named import of CommonJS": {
    "main.mjs": `import whole, { one } from "./a.cjs"; import * as all from "./a.cjs"; export default [one, whole.one, all.default === whole];`,
    "a.cjs": `exports.one = 1; exports.self = module.exports === exports && this === exports;`,
  },
  "CommonJS modules require each other in a cycle": {
    "main.mjs": `import a from "./a.cjs"; export default [a.partial, a.name];`,
    "a.cjs": `exports.name = "a"; exports.partial = require("./b.cjs").seen;`,
    "b.cjs": `exports.seen = Object.keys(require("./a.cjs"));`,
  },
  "CommonJS sees its own variables and is not strict": {
    "main.mjs": `import all from "./a.cjs"; export default all;`,
    "a.cjs": `#!/usr/bin/env node
      undeclared = 1; const { basename } = require("node:path");
      module.exports = [basename(__filename), __filename.startsWith(__dirname), this === exports, typeof undeclared, require.main === module, require.resolve("./a.cjs") === __filename, module.id === __filename, arguments.length >= 5];
      return;`,
  },
  "CommonJS may use import()": {
    "main.mjs": `import load from "./a.cjs"; export default await load();`,
    "a.cjs": `const text = "import('./x')"; module.exports = async () => [(await import("./b.mjs")).default, text];`,
    "b.mjs": `export default "b";`,
  },
  "comments, hashbangs and directives before imports": {
    "main.mjs": `#!/usr/bin/env node\n/*! licence */\n"use strict";\n// about a\n/* a */ import { a } from "./a.mjs"; // after\n/** about f */\nexport function f() {}\n/* end */ export default a;`,
    "a.mjs": `// only\nexport const a = 1; // this`,
  },
  "text that looks like compiled code": {
    "main.mjs": `import { a } from "./a.mjs";\nconst text = \`\nconst __vite_ssr_import_0__ = await __vite_ssr_import__("./a.mjs");\n\`;\nexport default [a, text];`,
    "a.mjs": `export const a = 1;`,
  },
};

test.each(Object.keys(cases))("as in Node: %s", async (name) => {
  await using own = await project(cases[name] ?? {});
  const { default: seen } = await own.load("main.mjs");
  expect(JSON.parse(JSON.stringify(seen))).toEqual(await asNodeSees(own.file("main.mjs")));
});

async function asNodeSees(main: string): Promise<unknown> {
  const print = `${main}.print.mjs`;
  await writeFile(
    print,
    `import seen from ${JSON.stringify(pathToFileURL(main).href)}; console.log(JSON.stringify(seen));`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", print]);
  return JSON.parse(stdout);
}
