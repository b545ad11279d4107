import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, onTestFinished } from "vitest";
import { runCli } from "../_support/cli.ts";
import { type TemporaryFolder, temporaryFolder } from "../_support/folder.ts";

/** The handlers of {@link deployed}. */
const handlers = 'import { on } from "sio-serve";\non("add", (a, b) => a + b);\n';

const manifest = { name: "@chat/My Chat", type: "module", dependencies: { "sio-serve": "^0.1.0" } };

/** A project that could be deployed, with more files; it is gone when the test is over. */
export async function project(files: Readonly<Record<string, string>> = {}): Promise<TemporaryFolder> {
  const folder = await temporaryFolder({
    "h.js": handlers,
    "package.json": JSON.stringify(manifest),
    "package-lock.json": "{}",
    ...files,
  });
  onTestFinished(() => folder[Symbol.asyncDispose]());
  return folder;
}

/** Runs `sio deploy-files` in a folder, which must succeed; resolves with what it printed. */
export async function deploy(
  { path: cwd }: TemporaryFolder,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { status, stdout, stderr } = await runCli(["deploy-files", ...args], { cwd, env });
  expect([status, stderr]).toEqual([0, ""]);
  return stdout;
}

/** Runs a program to its end; rejects with its output if it fails. */
export const run = promisify(execFile);
