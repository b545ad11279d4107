import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const command = fileURLToPath(new URL("../../bench/run.mjs", import.meta.url));

function bench(...args: string[]) {
  return promisify(execFile)(process.execPath, [command, ...args]);
}

test("two targets are compared, a row each, the control beside the baseline", async ({ skip }) => {
  skip(availableParallelism() < 2, "the benchmark needs two cores");
  const { stdout } = await bench("start", "--targets", "bare,bare-again", "--rounds", "2");
  expect(stdout).toMatch(/^Machine: .+/m);
  expect(stdout).toMatch(/^\| bare +\| +1\.00 \| 1\.00 to 1\.00 \|.*\| +2\/2 \|$/m);
  expect(stdout).toMatch(/^\| bare-again +\| +\d\.\d\d \| \d\.\d\d to \d\.\d\d \|.*\| +2\/2 \|$/m);
});

test("--help shows every option", async () => {
  const { stdout } = await bench("--help");
  for (const flag of ["--rounds", "--slice", "--targets", "--case", "--node", "--write"])
    expect(stdout).toContain(flag);
});

test.each([
  { args: ["nothing"], says: 'There is no scenario "nothing". There are: broadcast, conflicts, echo, ' },
  { args: ["echo", "--targets", "bare,other"], says: 'There is no target "other". There are:' },
  { args: ["echo", "--slice", "fast"], says: '--slice must be a whole number from 100 to 10000, not "fast".' },
  { args: ["echo", "--rounds", "101"], says: '--rounds must be a whole number from 1 to 100, not "101".' },
])("$args is refused", async ({ args, says }) => {
  await expect(bench(...args)).rejects.toThrow(says);
});
