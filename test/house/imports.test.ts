import { expect, test } from "vitest";
import { homeless, upwardImports } from "./layers.ts";
import { readSource, readSources } from "./source.ts";

const sources = readSources();

test("every import in src points down", () => {
  expect(upwardImports(sources)).toEqual([]);
});

test("every file in src belongs to a layer", () => {
  expect(homeless(sources)).toEqual([]);
});

test.each([
  ["src/engines/ws.ts", 'import { options } from "../config/options.ts";'],
  ["src/engines/ws.ts", 'import type { App } from "../app/app.ts";'],
  ["src/app/app.ts", 'export * from "../server/server.ts";'],
  ["src/app/app.ts", 'export type { Config } from "../config/options.ts";'],
  ["src/lib/text.ts", 'const run = () => import("../run/start.ts");'],
  ["src/lib/text.ts", 'type Graph = import("../modules/index.ts").ModuleGraph;'],
  ["src/errors.ts", 'import "./lib/log.ts";'],
  ["src/index.ts", 'import { main } from "./cli/main.ts";'],
  ["src/server/server.ts", 'import { on } from "sio-serve";'],
  ["src/server/server.ts", 'import { startServer } from "../../test/_support/server.ts";'],
])("%s must not say: %s", (file, text) => {
  expect(upwardImports([readSource(file, text)])).toHaveLength(1);
});

test.each([
  ["src/cli/main.ts", 'import * as api from "../index.ts";'],
  ["src/server/server.ts", 'import { engines } from "../engines/index.ts";'],
  ["src/engines/ws.ts", 'import type { Engine } from "./engine.ts";'],
  ["src/engines/ws.ts", 'import { Server } from "engine.io"; import { SioError } from "../errors.ts";'],
  ["src/cli/main.ts", 'import { version } from "../../package.json" with { type: "json" };'],
  ["src/lib/text.ts", 'const words = `import "../run/start.ts"`; // import "../run/start.ts"'],
])("%s may say: %s", (file, text) => {
  expect(upwardImports([readSource(file, text)])).toEqual([]);
});

test("a failure names the file, the line, the import and what would be allowed", () => {
  const source = readSource("src/lib/text.ts", '\nimport { start } from "../run/start.ts";');
  expect(upwardImports([source])).toEqual([
    "src/lib/text.ts:2 imports ../run/start.ts, but lib may import only lib, errors.",
  ]);
});

test("a file in a folder that nobody planned is found", () => {
  expect(homeless([readSource("src/helpers/misc.ts", "")])).toEqual(["src/helpers/misc.ts is in no layer."]);
});
