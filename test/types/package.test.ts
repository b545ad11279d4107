import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

test("what the type tests say of the source holds for the built package", () => {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const tests = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test-d.ts"));
  const files = tests.map((name) => join(import.meta.dirname, name));
  // Without these, "sio-serve" is what package.json says that it is.
  const program = ts.createProgram(files, { ...options, paths: {} });
  expect(program.getSourceFile(join(root, "dist/index.d.ts"))).toBeDefined();
  expect(program.getSourceFile(join(root, "src/index.ts"))).toBeUndefined();
  const found = ts.getPreEmitDiagnostics(program);
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))).toEqual([]);
}, 120_000);
