import { expect, test } from "vitest";
import type { SioError } from "../../src/errors.ts";
import { project } from "./project.ts";

/** An error as the user reads it. */
const shown = ({ code, message, detail, hint }: SioError) =>
  [`[${code}] ${message}`, detail, hint && `→ ${hint}`].filter(Boolean).join("\n");

test("a syntax error names its file, line and column, and shows the line", async () => {
  await using own = await project({
    "handlers.ts": `interface A {\n  a: string;\n}\nconst a: A = { a: };\nexport {};\n`,
  });
  const error = await own.failure("handlers.ts");
  expect(shown(error)).toMatchInlineSnapshot(`
    "[handlers] handlers.ts:4:19: Unexpected token
      2 |   a: string;
      3 | }
    > 4 | const a: A = { a: };
        |                   ^
      5 | export {};
      6 |"
  `);
});

test("a syntax error in an imported file names that file", async () => {
  await using own = await project({ "handlers.ts": `import "./lib/b.ts";`, "lib/b.ts": `export const = 1;` });
  expect(shown(await own.failure("handlers.ts"))).toMatchInlineSnapshot(`
    "[handlers] lib/b.ts:1:14: Unexpected token
    > 1 | export const = 1;
        |              ^"
  `);
});

test.each([
  ["a.js", `import "node:fs";\nlet x = ;`],
  ["a.js", `const fs = require("node:fs");\nlet x = ;`],
  ["a.mjs", `// é 😀\nlet x = ;`],
  ["a.cjs", `var y = 1;\nlet x = ;`],
  ["a.cts", `var y: number = 1;\nlet x = ;`],
  ["a.tsx", `export const y = <b>\n</b>;let x = ;`],
])("%s: a syntax error is found where it is", async (name, text) => {
  await using own = await project({ [name]: text });
  expect((await own.failure(name)).message).toMatch(/^a\.\w+:2:\d+: Unexpected token$/);
});

test("a mistake in a file with decorators is found where it is", async () => {
  await using own = await project({ "a.ts": `const d = () => {};\nclass A { @d m() {} }\nclass B { @d(] n() {} }` });
  expect((await own.failure("a.ts")).message).toMatch(/^a\.ts:3:14: /);
});

test("a mistake in a regular expression is found where it is", async () => {
  await using own = await project({ "a.ts": `interface Gone {}\nexport const pattern: RegExp = /(/u;` });
  expect((await own.failure("a.ts")).message).toBe("a.ts:2:32: Invalid regular expression: /(/u: Unterminated group");
});

test("a mistake in JSON is found where it is", async () => {
  await using own = await project({
    "a.ts": `import "./data.json";`,
    "data.json": `{\n  "a": 1,\n}`,
    "b.ts": `import "./short.json";`,
    "short.json": `{ "a": [`,
  });
  expect((await own.failure("a.ts")).message).toMatch(/^data\.json:3:1: /);
  expect((await own.failure("b.ts")).message).toMatch(/^short\.json:1:9: /);
});

test("a missing file of the user's own is told with the place of the import and the nearest name", async () => {
  await using own = await project({
    "handlers.ts": `import type { A } from "./types.ts";\nimport { join } from "./chta.ts";\njoin();\n`,
    "chat.ts": "",
  });
  expect(shown(await own.failure("handlers.ts"))).toMatchInlineSnapshot(`
    "[handlers] handlers.ts:2:22: Cannot find "./chta.ts"
      1 | import type { A } from "./types.ts";
    > 2 | import { join } from "./chta.ts";
        |                      ^
      3 | join();
      4 |
    → Did you mean "./chat.ts"?"
  `);
});

test("a missing package is told with the command that installs it", async () => {
  await using own = await project({ "handlers.ts": `import {\n  a,\n} from "@scope/name/sub/path";\na();\n` });
  expect(shown(await own.failure("handlers.ts"))).toMatchInlineSnapshot(`
    "[handlers] handlers.ts:3:8: Cannot find the package "@scope/name"
      1 | import {
      2 |   a,
    > 3 | } from "@scope/name/sub/path";
        |        ^
      4 | a();
      5 |
    → npm install @scope/name"
  `);
});

test.each([
  ["./lib/chatt", `Did you mean "./lib/chat.ts"?`],
  ["./lib/chat.tss", `Did you mean "./lib/chat.ts"?`],
  ["../elsewhere/entirely", undefined],
  ["lodash.get/deep", "npm install lodash.get"],
  ["#internal", `Add "#internal" to "imports" in package.json.`],
  ["@/alias", `If it is an alias, add it to "paths" in tsconfig.json.`],
])("%s is missing: the hint is %s", async (specifier, hint) => {
  await using own = await project({ "a.ts": `import "${specifier}";`, "lib/chat.ts": "" });
  expect((await own.failure("a.ts")).hint).toBe(hint);
});

test("what a package does not export is told as such", async () => {
  await using own = await project({
    "a.ts": `import "pkg/inner.js";`,
    "node_modules/pkg/package.json": `{ "name": "pkg", "exports": "./index.js" }`,
    "node_modules/pkg/inner.js": "",
  });
  const { message, hint } = await own.failure("a.ts");
  expect([message, hint]).toEqual([`a.ts:1:8: The package does not export "pkg/inner.js"`, undefined]);
});

test("a missing export is told in the words of Node with its place", async () => {
  await using own = await project({
    "handlers.ts": `import { on } from "sio-serve";\nimport { a, nope as b } from "./b.ts";\non(a, b);\n`,
    "b.ts": "export const a = 1;",
    "default.ts": `import b from "./b.ts";\nb;`,
    "provided.ts": `import { onn } from "sio-serve";\nonn();`,
  });
  expect(shown(await own.failure("handlers.ts"))).toMatchInlineSnapshot(`
    "[handlers] handlers.ts:2:13: The requested module './b.ts' does not provide an export named 'nope'
      1 | import { on } from "sio-serve";
    > 2 | import { a, nope as b } from "./b.ts";
        |             ^
      3 | on(a, b);
      4 |"
  `);
  expect(await own.failure("default.ts")).toMatchObject({
    message: "default.ts:1:15: The requested module './b.ts' does not provide an export named 'default'",
    hint: "It has no default export: import what it has by name, in braces.",
  });
  expect(await own.failure("provided.ts")).toMatchObject({
    message: "provided.ts:1:10: The requested module 'sio-serve' does not provide an export named 'onn'",
    hint: 'Did you mean "on"?',
  });
});

test("a throw while a file is evaluated keeps its message and cause and shows the line", async () => {
  await using own = await project({
    "handlers.ts": `import "./lib/settings.ts";`,
    "lib/settings.ts": `type Gone = string;\n\nconst settings: { port?: { value: number } } = {};\nexport const port: number = settings.port!.value;\n`,
  });
  const error = await own.failure("handlers.ts");
  expect(error.cause).toBeInstanceOf(TypeError);
  expect(shown(error)).toMatchInlineSnapshot(`
    "[handlers] lib/settings.ts:4:44: TypeError: Cannot read properties of undefined (reading 'value')
      2 |
      3 | const settings: { port?: { value: number } } = {};
    > 4 | export const port: number = settings.port!.value;
        |                                            ^
      5 |"
  `);
});

test.each([
  ["a string", `throw "out";`, `a.ts: out`],
  ["nothing", `throw undefined;`, `a.ts: undefined`],
  ["after an await", `await 1;\n throw new RangeError("late");`, `a.ts:2:8: RangeError: late`],
  ["in CommonJS", `exports.a = 1;\nthrow new RangeError("late");`, `a.ts:2:7: RangeError: late`],
])("a file may throw %s", async (_what, text, message) => {
  await using own = await project({ "a.ts": text });
  expect((await own.failure("a.ts")).message).toBe(message);
});

test("a package that throws is told with the place of its import", async () => {
  await using own = await project({
    "a.ts": `\nimport "bad";`,
    "node_modules/bad/package.json": `{ "name": "bad", "main": "index.js" }`,
    "node_modules/bad/index.js": `throw new Error("no native build");`,
  });
  expect((await own.failure("a.ts")).message).toBe("a.ts:2:8: no native build");
});

test("a file that throws after others have begun to wait ends the load, and nothing else", async () => {
  await using own = await project({
    "a.ts": `import "./waits.ts"; import "./throws.ts";`,
    "waits.ts": `await new Promise((done) => setImmediate(done)); throw new Error("second");`,
    "throws.ts": `throw new Error("first");`,
  });
  expect((await own.failure("a.ts")).message).toBe("throws.ts:1:7: Error: first");
  await new Promise((done) => setImmediate(done));
});

test("a missing entry is another kind of error than a missing import", async () => {
  await using own = await project({ "b.ts": `import "./a.ts";` });
  expect(shown(await own.failure("a.ts"))).toBe(`[input] There is no file "a.ts".`);
  expect(shown(await own.failure("b.ts"))).toContain(`[handlers] b.ts:1:8: Cannot find "./a.ts"`);
});

test("a broken tsconfig.json is told", async () => {
  await using own = await project({ "a.ts": "", "tsconfig.json": `{ "extends": "./base.json" }` });
  expect((await own.failure("a.ts")).message).toContain(`tsconfig.json extends "./base.json", which cannot be found.`);
});

test("CommonJS can try an optional package", async () => {
  await using own = await project({
    "a.cjs": `try { require("not-installed"); } catch (error) { exports.code = error.code; }`,
  });
  expect(await own.load("a.cjs")).toMatchObject({ code: "MODULE_NOT_FOUND" });
});
