import type { Finding, ProbeReport } from "../../src/probe/report.ts";

/** The ids of all findings, sorted. */
export function idsOf({ findings }: ProbeReport): string[] {
  return findings.map(({ id }) => id).sort();
}

/** The finding with an id; throws with what was found instead. */
export function finding(report: ProbeReport, id: string): Finding {
  const found = report.findings.find((one) => one.id === id);
  if (!found) throw new Error(`${id} was not found, but: ${JSON.stringify(report.findings, undefined, 2)}`);
  return found;
}
