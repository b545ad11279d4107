import { expect } from "vitest";
import { runCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";

/** Runs the command with a broker that will not do, and holds it to the exit status 78, to the words, and to keep the secret. */
export async function expectRefusal(adapter: string, words: string): Promise<void> {
  await using folder = await temporaryFolder({ "h.mjs": "export default () => {};" });
  const { status, stdout, stderr } = await runCli(["h.mjs", "--port", "0", "--adapter", adapter], { cwd: folder.path });
  const said = stdout + stderr;
  expect({ status, said }).toEqual({ status: 78, said: expect.stringContaining(words) });
  expect(said).not.toContain("pssst");
}
