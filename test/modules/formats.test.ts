import { expect, test } from "vitest";
import { project } from "./project.ts";

test("a TypeScript file imports what the program provides", async () => {
  await using own = await project({
    "handlers.ts": `
      import { on, type Event } from "sio-serve";
      import * as testing from "sio-serve/testing";
      interface Greeting { name: string }
      on("hello", ({ name }: Greeting): string => \`hello \${name}\`);
      export const seen = testing.testServer;`,
  });
  const { seen } = await own.load("handlers.ts");
  expect(own.handlers.get("hello")?.({ name: "Ada" })).toBe("hello Ada");
  expect(seen).toBe("ours");
});

test("CommonJS requires what the program provides", async () => {
  await using own = await project({
    "handlers.cjs": `const { on, version } = require("sio-serve"); on("v", () => version); module.exports = { version };`,
  });
  expect(await own.load("handlers.cjs")).toMatchObject({ version: "ours", default: { version: "ours" } });
  expect(own.handlers.get("v")?.()).toBe("ours");
});

const sameEverywhere = `{ "one": 1 }`;
test.each([
  ["a.ts", `export const value: number = 1;`],
  ["a.tsx", `/** @jsxRuntime classic @jsx h */ const h = (tag: string) => tag; export const value = <b /> && 1;`],
  ["a.mts", `export const value: number = 1; if (typeof require !== "undefined") throw new Error("require");`],
  ["a.cts", `const data = require("./data.json"); exports.value = data.one as number;`],
  ["a.js", `export const value = 1;`],
  ["a.jsx", `/** @jsxRuntime classic @jsx h */ const h = (tag) => tag; export const value = <b /> && 1;`],
  ["a.mjs", `export const value = 1;`],
  ["a.cjs", `exports.value = 1;`],
])("%s is loaded", async (name, text) => {
  await using own = await project({ [name]: text, "data.json": sameEverywhere });
  expect(await own.load(name)).toMatchObject({ value: 1 });
});

test.each([
  ["import", `import "./data.json"; globalThis.kind = typeof this;`, "undefined"],
  ["import.meta", `globalThis.kind = typeof this; import.meta.url;`, "undefined"],
  ["top-level await", `globalThis.kind = typeof this; await 1;`, "undefined"],
  ["an empty export", `globalThis.kind = typeof this; export {};`, "undefined"],
  ["none of them", `globalThis.kind = typeof this;`, "object"],
])("a .js file with %s is told by its syntax", async (_what, text, kind) => {
  await using own = await project({ "a.js": text, "data.json": "1" });
  await own.load("a.js");
  expect(globalThis).toHaveProperty("kind", kind);
});

test("where syntax does not tell, package.json does", async () => {
  const text = `globalThis.kind = typeof this;`;
  await using own = await project({
    "package.json": `{ "type": "module" }`,
    "a.js": text,
    "b/package.json": "{}",
    "b/a.js": text,
  });
  await own.load("a.js");
  expect(globalThis).toHaveProperty("kind", "undefined");
  await own.load("b/a.js");
  expect(globalThis).toHaveProperty("kind", "object");
});

test("modules that could be compiled to CommonJS may use its variables, and declare their own", async () => {
  await using own = await project({
    "a.ts": `import { sep } from "node:path"; export const seen = [require("./data.json").one, __filename === __dirname + sep + "a.ts"];`,
    "b.ts": `import { createRequire } from "node:module"; const require = createRequire(import.meta.url); const __dirname = "mine";
             export const seen = [require("./data.json").one, __dirname];`,
    "c/package.json": `{ "type": "module" }`,
    "c/c.ts": `export const seen = [typeof require, typeof __filename, typeof __dirname];`,
    "data.json": sameEverywhere,
  });
  expect((await own.load("a.ts")).seen).toEqual([1, true]);
  expect((await own.load("b.ts")).seen).toEqual([1, "mine"]);
  expect((await own.load("c/c.ts")).seen).toEqual(["undefined", "undefined", "undefined"]);
});

test("TypeScript's own import and export forms for CommonJS work", async () => {
  await using own = await project({
    "a.ts": `import b = require("./b"); export const seen = b.name;`,
    "b.ts": `namespace B { export const name: string = "b"; } export = B;`,
    "c.cts": `import { seen } from "./a"; export const again = seen;`,
    "d.ts": `import e, { two } from "./e"; import f = require("./e"); export const seen = [e.one, two, f === e];`,
    "e.ts": `import { sep } from "node:path"; const e = { one: 1, two: 2, sep }; export = e;`,
  });
  expect((await own.load("a.ts")).seen).toBe("b");
  expect((await own.load("d.ts")).seen).toEqual([1, 2, true]);
  expect((await own.load("c.cts")).again).toBe("b");
});

test("types, enums, namespaces and parameter properties become JavaScript", async () => {
  await using own = await project({
    "a.ts": `
      import type { Missing } from "./nowhere";
      import { Gone } from "./nowhere-either";
      export type { Other } from "./nowhere";
      enum Colour { Red = 1, Green }
      namespace Shapes { export const corners = 3; }
      class Point { constructor(readonly x: number, private y = 2) {} sum() { return this.x + this.y; } }
      let gone: Gone | Missing | undefined;
      export const seen = [Colour.Green, Colour[1], Shapes.corners, new Point(1).sum(), gone! satisfies unknown];`,
  });
  expect((await own.load("a.ts")).seen).toEqual([2, "Red", 3, 3, undefined]);
});

test("CommonJS requires a local ES module, unless that awaits", async () => {
  await using own = await project({
    "a.cjs": `exports.one = require("./one.ts").one; try { require("./later.mjs"); } catch (error) { exports.code = error.code; exports.message = error.message; }`,
    "one.ts": `import { two } from "./two.mts"; export const one: number = two - 1;`,
    "two.mts": `export const two = 2;`,
    "later.mjs": `export const later = await 1;`,
  });
  expect(await own.load("a.cjs")).toMatchObject({
    one: 1,
    code: "ERR_REQUIRE_ASYNC_MODULE",
    message: expect.stringContaining("Use import() instead"),
  });
});

test("CommonJS that was compiled from an ES module has the default that was written there", async () => {
  await using own = await project({
    "a.js": `Object.defineProperty(exports, "__esModule", { value: true }); exports.one = 1; exports.default = () => "default";`,
    "b.mjs": `import a, { one } from "./a.js"; export const seen = [a(), one];`,
  });
  expect((await own.load("b.mjs")).seen).toEqual(["default", 1]);
  expect(await own.load("a.js")).toMatchObject({ one: 1, default: expect.any(Function) });
});

test("JSON exports its keys by name and can be required", async () => {
  await using own = await project({
    "a.ts": `import whole, { one } from "./data.json"; import { same } from "./b.cjs"; export const seen = [whole, one, same(whole)];`,
    "b.cjs": `const data = require("./data.json"); exports.same = (other) => data === other;`,
    "data.json": `{ "one": 1 }`,
  });
  expect((await own.load("a.ts")).seen).toEqual([{ one: 1 }, 1, true]);
});

const legacyDecorators = `
  const order: string[] = [];
  const named = (name: string) => (...args: any[]) => { order.push(name + args.length); };
  const wrap = (target: object, key: string, descriptor: PropertyDescriptor) => ({ ...descriptor, value: () => "wrapped" });
  @named("class") class A { @named("field") field = 1; @named("first") @named("second") method(@named("param") _x: string) {} @wrap other() {} }
  export const seen = [order, new (A as any)().other(), new A().field];`;

test("legacy decorators follow the nearest tsconfig.json", async () => {
  await using own = await project({
    "tsconfig.json": `{ "compilerOptions": { "experimentalDecorators": true, }, } // trailing commas and comments are allowed`,
    "a.ts": legacyDecorators,
  });
  expect((await own.load("a.ts")).seen).toEqual([["field3", "param3", "second3", "first3", "class1"], "wrapped", 1]);
});

test("decorator metadata is emitted where tsconfig.json asks for it", async () => {
  await using own = await project({
    "base.json": `{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }`,
    "tsconfig.json": `{ "extends": "./base" }`,
    "a.ts": `
      const types: unknown[] = [];
      (Reflect as any).metadata = (key: string, value: unknown) => (target: object, property: string) => { types.push([key, value]); };
      const mark = (...args: any[]) => {};
      class A { @mark method(a: string, b: A): number { return 1; } }
      delete (Reflect as any).metadata;
      export const seen = types.map(([key, value]: any) => [key, [value].flat().map(({ name }) => name)]);`,
  });
  expect((await own.load("a.ts")).seen).toEqual([
    ["design:returntype", ["Number"]],
    ["design:paramtypes", ["String", "A"]],
    ["design:type", ["Function"]],
  ]);
});

test.each(["a.ts", "a.mjs"])("standard decorators work in %s", async (name) => {
  await using own = await project({
    [name]: `
      const names = [];
      const event = (value, context) => { names.push(context.kind + " " + String(context.name)); };
      export class Chat { @event static all = 1; @event onMessage() { return "message"; } @event accessor room = "lobby"; }
      export const seen = [names, new Chat().onMessage(), new Chat().room];`,
  });
  expect((await own.load(name)).seen).toEqual([["method onMessage", "accessor room", "field all"], "message", "lobby"]);
});

test("syntax newer than this Node is lowered", async () => {
  await using own = await project({
    "a.ts": `
      const log: string[] = [];
      { using resource = { [Symbol.dispose]() { log.push("disposed"); } }; log.push("used"); }
      export const seen: string[] = log;`,
  });
  expect((await own.load("a.ts")).seen).toEqual(["used", "disposed"]);
});
