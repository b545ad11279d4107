import { relative } from "node:path";
import type { Scenario } from "../../bench/loads/scenario.ts";
import type { BenchScenario } from "../../bench/scenario.ts";
import { SioError } from "../../errors.ts";
import * as api from "../../index.ts";
import { createModuleGraph } from "../../modules/index.ts";

/** A scenario and what it was loaded with. */
export interface LoadedScenario {
  readonly load: Scenario;
  close(): void;
}

/**
 * Evaluates a scenario file by the same rules as handlers.
 *
 * @throws SioError `input` if there is no such file, `handlers` if it does not load or exports no function by default
 */
export async function loadScenario(file: string, cwd: string): Promise<LoadedScenario> {
  const graph = createModuleGraph({
    root: cwd,
    provided: { "sio-serve": api },
    fallback: { names: [], from: cwd },
  });
  try {
    const { namespaces } = await graph.load([file]);
    const scenario = namespaces[0]?.default;
    if (!isScenario(scenario)) {
      throw new SioError("handlers", `The default export of ${relative(cwd, file)} must be a function.`, {
        hint: "export default async (client, { index, signal }) => { … };",
      });
    }
    const placeOf = (error: unknown) => {
      const frame = graph.userFrame(error);
      return frame && `${frame.file}:${frame.line}:${frame.column}`;
    };
    return { load: { kind: "scenario", scenario, placeOf }, close: () => graph.close() };
  } catch (error) {
    graph.close();
    throw error;
  }
}

function isScenario(value: unknown): value is BenchScenario {
  return typeof value === "function";
}
