import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import type { EngineName } from "../../../src/engines/index.ts";
import { needs } from "../../_support/needs.ts";
import type { Part } from "../contract/index.ts";

/** What else than the Node.js at hand a server can run on. */
export interface OtherRuntime {
  /** As a test's name has it. */
  readonly name: string;
  /** The first words of the command line. */
  readonly command: readonly string[];
  /** As the banner tells it. */
  readonly told: RegExp;
  /** What it is held to the contract with. */
  readonly engines: readonly EngineName[];
  /** The parts of the contract that are asked for; all of them unless given. */
  readonly parts?: readonly Part[];
}

/** What differs between versions of Node.js; the one at hand is held to all of the contract. */
const nodeParts = [
  "handshaking",
  "messaging",
  "closing",
  "slowReaders",
  "recovering",
  "routing",
  "aborting",
  "encrypting",
  "stopping",
  "reloading",
] as const;

const arch = process.arch === "arm64" ? "aarch64" : process.arch;
const libc = process.platform === "linux" ? "-glibc" : "";

/** All of them, from the packages beside this file. */
export const otherRuntimes: readonly OtherRuntime[] = [
  {
    name: "Bun",
    command: [binary(`@oven/bun-${process.platform}-${arch}/bin/bun`), "--bun"],
    told: /^Bun \d/,
    engines: ["bun", "ws"],
  },
  {
    name: "Deno",
    command: [binary(`@deno/${process.platform}-${process.arch}${libc}/deno`), "run", "-A"],
    told: /^Deno \d/,
    engines: ["ws"],
  },
  {
    name: "Node.js 22",
    command: [binary("node-22/bin/node")],
    told: /^Node\.js 22\./,
    engines: ["ws"],
    parts: nodeParts,
  },
  {
    name: "Node.js 24",
    command: [binary("node-24/bin/node")],
    told: /^Node\.js 24\./,
    engines: ["ws"],
    parts: nodeParts,
  },
];

function binary(path: string): string {
  return fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
}

/** Whether a runtime is there. */
export function isInstalled({ command: [program = ""] }: OtherRuntime): boolean {
  return existsSync(program);
}

/** Skips a test whose runtime is not installed. */
export function needsRuntime(test: TestContext, runtime: OtherRuntime): void {
  const missing = `${runtime.name} is not installed (no ${runtime.command[0]}): npm ci --prefix test/engines/runtimes`;
  needs(test, isInstalled(runtime) ? undefined : missing);
}
