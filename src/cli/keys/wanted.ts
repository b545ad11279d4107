import type { Config } from "../../config/options.ts";
import type { Edge } from "../edge.ts";

/** Whether there is anyone to press keys, and nothing that they would disturb. */
export function hasHotkeys({ watch, quiet, logFormat }: Config, { keyboard }: Edge): boolean {
  return keyboard === true && watch && !quiet && logFormat === "pretty";
}
