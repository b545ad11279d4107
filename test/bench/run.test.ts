import { execFile } from "node:child_process";
import { symlink } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "../_support/folder.ts";

const run = promisify(execFile);
const command = fileURLToPath(new URL("../../bench/run.mjs", import.meta.url));

function bench(...args: string[]) {
  return run(process.execPath, [command, ...args]);
}

test("the control stands beside the baseline", async ({ skip }) => {
  skip(availableParallelism() < 2, "the benchmark needs two cores");
  const { stdout } = await bench("start", "--targets", "bare", "--rounds", "2");
  expect(stdout).toMatch(/^Machine: .+/m);
  expect(stdout).toMatch(/^\| bare +\| +1\.00 \| 1\.00 to 1\.00 \|.*\| +2\/2 \|$/m);
  expect(stdout).toMatch(/^\| bare-again +\| +\d\.\d\d \| \d\.\d\d to \d\.\d\d \|.*\| +2\/2 \|$/m);
});

test("a target of which the machine has not all is left out, with how to get it", async () => {
  await using folder = await temporaryFolder();
  for (const name of ["getconf", "taskset", "uname"]) {
    const { stdout } = await run("sh", ["-c", `command -v ${name}`]);
    await symlink(stdout.trim(), join(folder.path, name));
  }
  const args = [command, "adapters", "--targets", "sio-nats"];
  const { stdout, stderr } = await run(process.execPath, args, { env: { PATH: folder.path } });
  expect(stderr).toBe("sio-nats is left out: nats-server is not installed: apt-get install nats-server\n");
  expect(stdout).toContain("Left out: sio-nats, nats-server is not installed: apt-get install nats-server");
});

test("--help shows every option", async () => {
  const { stdout } = await bench("--help");
  for (const flag of ["--rounds", "--slice", "--warm-up", "--targets", "--case", "--node", "--write"])
    expect(stdout).toContain(flag);
});

test.each([
  {
    args: ["nothing"],
    says: 'There is no scenario "nothing". There are: adapters, broadcast, ceiling, conflicts, connect, echo, ',
  },
  { args: ["echo", "--targets", "bare,other"], says: 'There is no target "other". There are:' },
  { args: ["echo", "--slice", "fast"], says: '--slice must be a whole number from 100 to 10000, not "fast".' },
  { args: ["echo", "--case", "9 lives"], says: 'No case of echo has "9 lives" in its name.' },
  { args: ["echo", "--rounds", "101"], says: '--rounds must be a whole number from 1 to 100, not "101".' },
])("$args is refused", async ({ args, says }) => {
  await expect(bench(...args)).rejects.toThrow(says);
});
