import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { pathWith } from "./stand-in.ts";

const bin = fileURLToPath(new URL("../../bin/sio.js", import.meta.url));

test.each([
  ["npm", "npm run dev", "npm test"],
  ["pnpm", "pnpm dev", "pnpm test"],
  ["yarn", "yarn dev", "yarn test"],
  ["bun", "bun run dev", "bun run test"],
])("%s installs in the project's folder, and its words are in the commands that come next", async (pm, dev, tests) => {
  await using home = await temporaryFolder();
  await using programs = await temporaryFolder();
  const PATH = await pathWith(programs.path, { [pm]: 'echo "$1 in $PWD" > installed.txt' });
  const { status, stdout, stderr } = await runCli(["init", "app", "--yes", "--pm", pm], {
    cwd: home.path,
    env: { PATH },
  });
  expect(status).toBe(0);
  expect(stderr).toContain(`Installing its packages with ${pm}`);
  expect(stdout).toContain(`\n  cd app\n  ${dev}\n  ${tests}\n`);
  expect(await readFile(join(home.path, "app", "installed.txt"), "utf8")).toContain(`install in ${home.path}`);
});

test("the package manager that runs the command is the one that installs", async () => {
  await using home = await temporaryFolder();
  await using programs = await temporaryFolder();
  const PATH = await pathWith(programs.path, { pnpm: "exit 0" });
  const env = { PATH, npm_config_user_agent: "pnpm/10.0.0 npm/? node/v24.0.0 linux x64" };
  const { stdout } = await runCli(["init", "app", "--yes"], { cwd: home.path, env });
  expect(stdout).toContain("pnpm dev");
});

test("without a network the project is whole, and the command for later is named", async () => {
  await using home = await temporaryFolder();
  const env = {
    npm_config_registry: "http://127.0.0.1:9/",
    npm_config_fetch_retries: "0",
    npm_config_cache: home.path,
  };
  const { status, stdout, stderr } = await runCli(["init", "app", "--yes"], { cwd: home.path, env });
  expect(status).toBe(69);
  expect(stderr).toContain("The project is whole, but npm install failed.");
  expect(stderr).toContain("ECONNREFUSED");
  expect(stderr).toContain(`Later, in ${join(home.path, "app")}: npm install`);
  expect(stdout).toContain("\n  cd app\n  npm install\n  npm run dev\n");
  expect(await readdir(join(home.path, "app"))).toContain("handlers.ts");
});

test("a package manager that is not there is no reason to lose the project", async () => {
  await using home = await temporaryFolder();
  const { status, stderr } = await runCli(["init", "app", "--yes", "--pm", "bun"], { cwd: home.path });
  expect(status).toBe(69);
  expect(stderr).toContain("bun is not installed.");
});

const slow = 'mkdir -p node_modules/half && echo half > package-lock.json && touch "$STARTED" && exec sleep 60';

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s while it installs takes back everything, also the folders",
  async (signal) => {
    await using home = await temporaryFolder();
    await using programs = await temporaryFolder();
    const ended = await interrupted(["inner/app"], { cwd: home.path, programs: programs.path, signal });
    expect(ended).toMatchObject({ status: 130, stderr: expect.stringContaining("what was written is gone again") });
    expect(await readdir(home.path)).toEqual([]);
  },
);

test("what was there before an interrupted --force is as it was", async () => {
  const before = { "handlers.ts": "mine", "node_modules/kept/index.js": "mine", "notes.txt": "mine" };
  await using home = await temporaryFolder(before);
  await using programs = await temporaryFolder();
  const ended = await interrupted(["--force"], { cwd: home.path, programs: programs.path, signal: "SIGINT" });
  expect(ended.status).toBe(130);
  expect((await readdir(home.path)).sort()).toEqual(["handlers.ts", "node_modules", "notes.txt"]);
  expect(await readFile(join(home.path, "handlers.ts"), "utf8")).toBe("mine");
  expect(existsSync(join(home.path, "node_modules/kept/index.js"))).toBe(true);
});

interface Interrupted {
  readonly cwd: string;
  readonly programs: string;
  readonly signal: NodeJS.Signals;
}

/** Runs `sio init` with an npm that takes a minute, and interrupts it there. */
async function interrupted(args: readonly string[], { cwd, programs, signal }: Interrupted) {
  const STARTED = join(programs, "started");
  const PATH = await pathWith(programs, { npm: slow });
  const child = spawn(process.execPath, [bin, "init", ...args, "--yes"], {
    cwd,
    env: { PATH, STARTED, NO_COLOR: "1" },
  });
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  await expect.poll(() => existsSync(STARTED)).toBe(true);
  child.kill(signal);
  return { status: await ended, stderr };
}
