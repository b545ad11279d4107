import { expect, test } from "vitest";
import { strayEdges } from "./edges.ts";
import { readSource, readSources } from "./source.ts";

const sources = readSources();

test("only the edges of src print, read argv and the environment, exit, or touch signals and children", () => {
  expect(strayEdges(sources)).toEqual([]);
});

test.each([
  ["src/server/server.ts", 'console.log("up");'],
  ["src/server/server.ts", "const log = { sink: console };"],
  ["src/config/sources.ts", "const port = process.env.PORT;"],
  ["src/config/sources.ts", "const port = globalThis.process.env.PORT;"],
  ["src/config/sources.ts", "const { env } = process;"],
  ["src/config/sources.ts", 'import { env } from "node:process";'],
  ["src/engines/ws.ts", "process.exit(1);"],
  ["src/engines/ws.ts", 'process.once("SIGTERM", () => {});'],
  ["src/engines/ws.ts", 'const { fork } = await import("node:child_process");'],
  ["src/run/start.ts", 'import chalk from "chalk";'],
  ["src/run/start.ts", "process.exitCode = 1;"],
])("%s must not say: %s", (file, text) => {
  expect(strayEdges([readSource(file, text)])).toHaveLength(1);
});

test.each([
  ["src/cli/main.ts", 'import chalk from "chalk"; console.log(chalk.red(process.argv[2])); process.exitCode = 64;'],
  ["src/run/signals.ts", 'process.once("SIGTERM", stop);'],
  ["src/server/server.ts", "const facts = { pid: process.pid, node: process.versions.node };"],
  ["src/server/server.ts", "const words = { process: 1, console: 2 }; job.process.env();"],
])("%s may say: %s", (file, text) => {
  expect(strayEdges([readSource(file, text)])).toEqual([]);
});

test("a failure names the file, the line, what was used and why it is kept apart", () => {
  const source = readSource("src/app/app.ts", "\n\nconsole.warn();");
  expect(strayEdges([source])).toEqual(["src/app/app.ts:3 uses console: only cli prints."]);
});
