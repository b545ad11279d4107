import { expect, test } from "vitest";
import { namedPlugins, pluginFolders, unlisted } from "./register.ts";
import { readSource, readSources } from "./source.ts";

const sources = readSources();

test.each(pluginFolders)("every file of $folder is in its register", (plugins) => {
  expect(unlisted(sources, plugins)).toEqual([]);
});

test.each(pluginFolders)("no file outside $folder names a plug-in of it", (plugins) => {
  expect(namedPlugins(sources, plugins)).toEqual([]);
});

const engines = { folder: "src/engines", register: "src/engines/index.ts", contract: "src/engines/engine.ts" };
const contract = readSource("src/engines/engine.ts", "");
const ws = readSource("src/engines/ws.ts", 'import type { Engine } from "./engine.ts";');

test("a plug-in that the register forgot is found", () => {
  const register = readSource("src/engines/index.ts", "export const engines = {};");
  expect(unlisted([contract, register, ws], engines)).toEqual([
    "src/engines/ws.ts is not in the register src/engines/index.ts.",
  ]);
});

test("a file that only a listed plug-in needs may stand beside it", () => {
  const register = readSource("src/engines/index.ts", 'import { ws } from "./ws.ts";');
  const split = readSource("src/engines/ws.ts", 'import { frame } from "./frame.ts";');
  expect(unlisted([contract, register, split, readSource("src/engines/frame.ts", "")], engines)).toEqual([]);
});

test("a plug-in folder without a register is found", () => {
  expect(unlisted([contract, ws], engines)).toHaveLength(1);
});

test.each(['import { ws } from "./ws.ts";', 'export const engines = { ws: () => import("./ws.ts") };'])(
  "a register lists a plug-in by saying: %s",
  (text) => {
    expect(unlisted([contract, readSource("src/engines/index.ts", text), ws], engines)).toEqual([]);
  },
);

test("code that goes past the register is found, code that asks for the contract is not", () => {
  const server = readSource(
    "src/server/server.ts",
    'import type { Engine } from "../engines/engine.ts";\nimport { ws } from "../engines/ws.ts";',
  );
  expect(namedPlugins([contract, ws, server], engines)).toEqual([
    "src/server/server.ts:2 imports ../engines/ws.ts: ask the register src/engines/index.ts.",
  ]);
});
