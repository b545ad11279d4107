import { brokers } from "./brokers.mjs";

/**
 * Asks the machine for all that targets require.
 *
 * @param {readonly (readonly [name: string, target: import("./catalog.mjs").Target])[]} targets
 * @returns {{ versions: string[], leftOut: Map<string, string> }} what was found, and why targets must be left out, by their names
 */
export function askMachine(targets) {
  const needed = targets.flatMap(([name, target]) =>
    requirementsOf(target).map((requirement) => ({ name, requirement })),
  );
  const versions = new Map(needed.map(({ requirement }) => [requirement, requirement.version()]));
  const leftOut = needed
    .filter(({ requirement }) => versions.get(requirement) === undefined)
    .map(({ name, requirement: { name: missing, install } }) => [name, `${missing} is not installed: ${install}`]);
  const found = [...versions].filter(([, version]) => version !== undefined);
  return {
    versions: [...new Set(found.map(([{ name }, version]) => `${name} ${version}`))],
    leftOut: new Map(/** @type {[string, string][]} */ (leftOut)),
  };
}

/** @param {import("./catalog.mjs").Target} target */
function requirementsOf({ requires = [], broker }) {
  return broker ? [...requires, brokers[broker].requirement] : requires;
}
