import type { Finding } from "../finding.ts";
import { address } from "./address.ts";
import { adapters, engines } from "./backends.ts";
import type { EnvironmentCheck, Fact, Machine } from "./check.ts";
import { files } from "./files.ts";
import { memory } from "./memory.ts";
import { mode } from "./mode.ts";
import { node } from "./node.ts";

/** Every check of the machine, in the order in which they are told. */
export const environmentChecks: readonly EnvironmentCheck[] = [node, engines, adapters, address, files, memory, mode];

/** What the machine is like, and what is wrong with it. */
export interface Environment {
  readonly facts: readonly Fact[];
  readonly findings: readonly Finding[];
}

/** Asks the machine everything that {@link environmentChecks} know to ask. */
export async function lookAround(machine: Machine): Promise<Environment> {
  const seen = await Promise.all(environmentChecks.map(async ({ id, look }) => ({ id, fact: await look(machine) })));
  return {
    facts: seen.map(({ fact }) => fact),
    findings: seen.flatMap(({ id, fact }) => (fact.finding ? { id, ...fact.finding } : [])),
  };
}
