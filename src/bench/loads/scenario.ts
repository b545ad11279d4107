import { Fault } from "../fault.ts";
import type { BenchScenario } from "../scenario.ts";
import type { Load } from "./load.ts";
import { ScenarioClient } from "./scenario-client.ts";

/** Each client does what a function says. */
export interface Scenario {
  readonly kind: "scenario";
  readonly scenario: BenchScenario;
  /** Where in the user's file an error was thrown, such as `visit.ts:7:3`; `undefined` if nobody knows. */
  readonly placeOf: (error: unknown) => string | undefined;
}

/** Plays a scenario once with each client. What it throws is counted, unless it comes of the end of the run. */
export const playScenario: Load<Scenario> = async (work, { scenario, placeOf }) => {
  const { crowd, meter, signal } = work;
  const count = (error: unknown) => {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    const place = placeOf(error);
    meter.problems.add({ stage: "scenario", kind: name, message: place ? `${message} (${place})` : message });
  };
  const play = async (client: ScenarioClient, index: number) => {
    try {
      await scenario(client, { index, signal });
    } catch (error) {
      // A message that was lost has been counted as such.
      if (!signal.aborted && !(error instanceof Fault)) count(error);
    }
  };
  await Promise.all(crowd.clients.map((client, index) => play(new ScenarioClient(client, { work, count }), index)));
};
