import { execFile } from "node:child_process";
import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "../_support/folder.ts";

const root = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

/** A copy of an example, with what its package.json asks for linked as npm would have installed it. */
async function installed(example: string) {
  const folder = await temporaryFolder();
  await cp(join(root, "examples/testing", example), folder.path, { recursive: true });
  const { devDependencies } = JSON.parse(await readFile(join(folder.path, "package.json"), "utf8"));
  for (const name of Object.keys(devDependencies)) {
    const link = join(folder.path, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(name === "sio-serve" ? root : join(root, "node_modules", name), link);
  }
  await mkdir(join(folder.path, "node_modules/.bin"));
  await symlink(join(root, "node_modules/vitest/vitest.mjs"), join(folder.path, "node_modules/.bin/vitest"));
  return folder;
}

// A handle that is left open would keep Jest and node:test from ending, and the command would be killed.
test.each(["vitest", "jest", "node-test"])("the example for %s passes and ends by itself", async (example) => {
  await using folder = await installed(example);
  const { VITEST: _vitest, NODE_OPTIONS: _options, NODE_ENV: _mode, NODE_TEST_CONTEXT: _test, ...env } = process.env;
  const { stdout, stderr } = await run("npm", ["test"], { cwd: folder.path, env, timeout: 25_000, killSignal: "SIGKILL" });
  expect(stdout + stderr).toMatch(/4 passed|# pass 4|ℹ pass 4/);
  expect(stdout + stderr).not.toMatch(/did not exit|[1-9] failed|# fail [1-9]/);
});
