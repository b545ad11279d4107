import { spawnSync } from "node:child_process";
import { networkInterfaces } from "node:os";
import { describe, type TestContext, test } from "vitest";

/** Why tests cannot run here, with the command that mends it; `undefined` if they can. */
export type Missing = string | undefined;

/** Why a program cannot be run: Debian has it in a package. */
export function missingProgram(command: string, debianPackage: string): Missing {
  if (spawnSync("sh", ["-c", 'command -v "$0"', command]).status === 0) return undefined;
  return `${command} is not installed: apt-get install ${debianPackage}`;
}

/** Why IPv6 cannot be used. */
export const noIPv6: Missing = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ family }) => family === "IPv6"),
)
  ? undefined
  : "this machine has no IPv6";

/** Skips the test where something is missing, and says so; with `CI=true` it fails, because there nobody would notice. */
export function needs(test: TestContext, ...all: readonly Missing[]): void {
  const missing = all.find((one) => one !== undefined);
  if (missing === undefined) return;
  if (process.env.CI === "true") throw new Error(missing);
  test.skip(missing);
}

/** A block of tests. Where something is missing that all of them need, one stands for all, which is skipped, or fails, as {@link needs} does. */
export function describeUnless(missing: Missing, name: string, tests: () => void): void {
  describe(name, missing === undefined ? tests : () => test("all of it", (context) => needs(context, missing)));
}
