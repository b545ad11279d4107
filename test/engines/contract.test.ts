import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/engines/engine.ts";
import { engineNames, engines } from "../../src/engines/index.ts";
import { holdToContract } from "./contract/index.ts";
import { runToEnd } from "./contract/subject.ts";

describe.each(engineNames)("%s", (engine) => {
  const { runtimes, needs }: Engine = engines[engine];
  if (!runtimes.includes("node")) {
    test("refuses to start in Node.js, and says in what it runs", async () => {
      const { status, stdout, stderr } = await runToEnd({ engine });
      expect({ status, stdout }).toEqual({ status: 78, stdout: "" });
      expect(stderr).toMatch(new RegExp(`The engine ${engine} runs in \\w+, and this is Node\\.js`));
      expect(stderr).toContain(`bunx --bun sio-serve`);
    });
  } else if (needs && !isInstalled(needs.name)) {
    test("refuses to start without its package, and says how to install it", async () => {
      const { status, stdout, stderr } = await runToEnd({ engine });
      expect({ status, stdout }).toEqual({ status: 78, stdout: "" });
      expect(stderr).toContain(`The engine ${engine} needs the package "${needs.name}".\n  → ${needs.install}`);
    });
  } else holdToContract({ engine });
});

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
