import type { Settings } from "../../config/resolve.ts";
import { deservesALook } from "../../conflicts/glance.ts";
import { takeInventory } from "../../conflicts/take-inventory.ts";
import type { StartCheck } from "./tell-conflicts.ts";

/**
 * Looks for packages that cannot work together, before anything of the project is loaded. Warnings are logged; what is fatal is thrown,
 * all at once, unless the settings say to go on.
 *
 * @throws SioError `config` for what is fatal, and for `doctorIgnore` with an id that is none
 */
export async function checkAtStart(settings: Settings, check: StartCheck): Promise<void> {
  const { config } = settings;
  // There is nothing to start: whoever loads the handlers says so.
  if (config.handlers === undefined) return;
  const inventory = takeInventory({ handlers: config.handlers, root: check.cwd, config });
  if (!deservesALook(inventory) && config.doctorIgnore.length === 0) return;
  const { tellConflicts } = await import("./tell-conflicts.ts");
  tellConflicts({ settings, inventory, ...check });
}
