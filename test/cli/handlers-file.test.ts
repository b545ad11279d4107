import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { io, type Socket } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";

/** Two packages as npm installs them, one of each kind. */
const packages = {
  "node_modules/of-modules/package.json": `{ "type": "module", "exports": { "import": "./main.js" } }`,
  "node_modules/of-modules/main.js": `export default (text) => text.toUpperCase();\nexport const kind = "esm";\n`,
  "node_modules/of-commonjs/package.json": `{ "main": "main.js" }`,
  "node_modules/of-commonjs/main.js": `module.exports = (a, b) => a + b;\nmodule.exports.kind = "cjs";\n`,
};

const project = {
  ...packages,
  "tsconfig.json": `{
  // As editors write it: with comments and trailing commas.
  "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["./src/lib/*"] }, },
}`,
  "src/lib/greet.ts": `export const greet = (name: string): string => \`Hello \${name}\`;\n`,
  "src/data.json": `{ "version": 7 }`,
  "src/place.cts": `const { kind } = require("of-commonjs");\nmodule.exports = { dirname: __dirname, filename: __filename, kind };\n`,
  "src/slow.ts": `export const slow: string = await new Promise((resolve) => setImmediate(() => resolve("ready")));\n`,
  "src/handlers.ts": `
import { readFile } from "node:fs/promises";
import add from "of-commonjs";
import shout, { kind } from "of-modules";
import { event, Namespace, on, type Handler } from "sio-serve";
import { greet } from "@lib/greet";
import data from "./data.json" with { type: "json" };
import place from "./place.cjs";
import { slow } from "./slow.ts";

const text = await readFile(new URL("./data.json", import.meta.url), "utf8");
const { join } = await import("node:path");

const all: Handler = (name: string) => ({
  greeting: greet(shout(name)),
  kinds: [kind, place.kind],
  sum: add(1, 2),
  version: [data.version, JSON.parse(text).version],
  slow,
  url: import.meta.url,
  place: [place.dirname, place.filename],
  joined: join("a", "b"),
});
on("all", all satisfies Handler);

export class Chat extends Namespace {
  @event greet(name: string): string { return greet(name); }
  @event("say it") say(words: string): string { return \`\${this.namespace}: \${words}\`; }
}
`,
};

/** Serves the project's handlers by the real command, from the project's top. */
async function serving(files: Readonly<Record<string, string>>, file: string) {
  const folder = await temporaryFolder(files);
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const server = await startCli([file, "--port", "0"], { cwd: folder.path });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const client: Socket = io(server.url, { forceNew: true });
  onTestFinished(() => void client.disconnect());
  return { path: await realpath(folder.path), server, client };
}

test("a file uses packages of both kinds, aliases, JSON, top-level await, decorators and its own place", async () => {
  const { path, server, client } = await serving(project, "src/handlers.ts");
  expect(await client.emitWithAck("all", "Ann")).toEqual({
    greeting: "Hello ANN",
    kinds: ["esm", "cjs"],
    sum: 3,
    version: [7, 7],
    slow: "ready",
    url: pathToFileURL(join(path, "src/handlers.ts")).href,
    place: [join(path, "src"), join(path, "src/place.cts")],
    joined: join("a", "b"),
  });
  expect(await client.emitWithAck("greet", "Bob")).toBe("Hello Bob");
  expect(await client.emitWithAck("say it", "hi")).toBe("/: hi");
  expect(await server.stop()).toBe(0);
});

test("decorators of TypeScript's older kind work where tsconfig.json asks for them", async () => {
  const { client } = await serving(
    {
      "tsconfig.json": `{ "compilerOptions": { "experimentalDecorators": true } }`,
      "handlers.ts": `
import { event, Namespace } from "sio-serve";

const seen: string[] = [];
const note = (_target: object, key: string, index: number) => void seen.push(\`\${key} \${index}\`);

export class Chat extends Namespace {
  @event greet(@note name: string): string { return \`Hello \${name}, \${seen}\`; }
  @event("say it") say(words: string): string { return words; }
}
`,
    },
    "handlers.ts",
  );
  expect(await client.emitWithAck("greet", "Ann")).toBe("Hello Ann, greet 0");
  expect(await client.emitWithAck("say it", "hi")).toBe("hi");
});

test("a CommonJS file requires packages of both kinds, JSON and files beside it", async () => {
  const { path, client } = await serving(
    {
      ...packages,
      "data.json": `{ "version": 7 }`,
      "greet.js": `exports.greet = (name) => "Hello " + name;\n`,
      "handlers.cjs": `
const { on } = require("sio-serve");
const add = require("of-commonjs");
const { greet } = require("./greet");
const { version } = require("./data.json");
const loading = import("of-modules");
on("all", async (name) => {
  const { default: shout, kind } = await loading;
  return [greet(shout(name)), [kind, add.kind], version, __dirname, __filename, require.resolve("./greet")];
});
`,
    },
    "handlers.cjs",
  );
  expect(await client.emitWithAck("all", "Ann")).toEqual([
    "Hello ANN",
    ["esm", "cjs"],
    7,
    path,
    join(path, "handlers.cjs"),
    join(path, "greet.js"),
  ]);
});
