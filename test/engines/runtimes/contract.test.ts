import { describe, test } from "vitest";
import { holdToContract } from "../contract/index.ts";
import { isInstalled, needsRuntime, otherRuntimes } from "./runtimes.ts";

describe.each(otherRuntimes)("on $name", (runtime) => {
  if (!isInstalled(runtime)) {
    test("engines keep the contract", (context) => needsRuntime(context, runtime));
    return;
  }
  describe.each(runtime.engines)("the engine %s", (engine) =>
    holdToContract({ engine, runtime: runtime.command }, runtime.parts),
  );
});
