import { type InFlight, keepInFlight } from "./in-flight.ts";
import type { Load, Work } from "./load.ts";
import { playScenario, type Scenario } from "./scenario.ts";
import { keepRate, type Steady } from "./steady.ts";

/** What the clients do. */
export type LoadSpec = InFlight | Steady | Scenario;

const loads: { readonly [Kind in LoadSpec["kind"]]: Load<Extract<LoadSpec, { readonly kind: Kind }>> } = {
  "in-flight": keepInFlight,
  rate: keepRate,
  scenario: playScenario,
};

/** Keeps the clients of `work` busy as `spec` says. */
export function runLoad(work: Work, spec: LoadSpec): Promise<void> {
  // Each kind has its own load, which TypeScript cannot follow through a look-up.
  return (loads[spec.kind] as Load<LoadSpec>)(work, spec);
}
