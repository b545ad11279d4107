import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../_support/folder.ts";

const root = resolve(import.meta.dirname, "../..");
const examples = join(root, "examples/testing");

// A handle that is left open would keep Jest and node:test from ending, and the command would be killed.
test.each(["vitest", "jest", "node-test"])("the example for %s passes and ends by itself", async (example) => {
  const names = await readdir(join(examples, example));
  const { status, output } = await npmTest(
    Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await readFile(join(examples, example, name), "utf8")])),
    ),
  );
  expect(output).toMatch(/4 passed|pass 4/);
  expect(output).not.toContain("did not exit");
  expect(status).toBe(0);
});

test("every test that the page shows passes", async () => {
  const page = await readFile(join(root, "docs/testing.md"), "utf8");
  const blocks = [...page.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)].map(([, name, code]) => [name, code]);
  const { status, output } = await npmTest({
    ...Object.fromEntries(blocks),
    "package.json": await readFile(join(examples, "vitest/package.json"), "utf8"),
  });
  expect(output).toContain("8 passed");
  expect(status).toBe(0);
});

/** Runs `npm test` in a project of these files, with what its package.json asks for linked as npm would have installed it. */
async function npmTest(files: Readonly<Record<string, string>>) {
  await using folder = await temporaryFolder({ ...files, "node_modules/.bin/.keep": "" });
  const { devDependencies } = JSON.parse(files["package.json"] ?? "{}");
  for (const name of Object.keys(devDependencies)) {
    await symlink(
      name === "sio-serve" ? root : join(root, "node_modules", name),
      join(folder.path, "node_modules", name),
    );
  }
  await symlink(join(root, "node_modules/vitest/vitest.mjs"), join(folder.path, "node_modules/.bin/vitest"));
  // A test run of its own, which must not take this one's settings.
  const { PATH, HOME } = process.env;
  const child = spawn("npm", ["test"], { cwd: folder.path, env: { PATH, HOME }, detached: true });
  const late = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), 25_000);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const [status] = await once(child, "close");
  clearTimeout(late);
  return { status, output };
}
