import { satisfies } from "../../lib/range.ts";
import { isBelow } from "../../lib/version.ts";
import { at } from "../asked.ts";
import { renewal } from "../renewal.ts";
import type { Rule } from "../rule.ts";
import { type Advisory, advised, advisoriesAsOf } from "./known-advisories.ts";

/** A rule for each package of the table. */
export const advisoryRules: readonly Rule[] = advised.map((entry): Rule => {
  const { id, package: name, level, consequence, advisories, example, nearMiss, alongside } = entry;
  const project = (version: string) => ({
    manifest: { dependencies: { "socket.io": "^4.6.1" } },
    installed: { "socket.io": "4.8.4", "engine.io": "6.6.12", [name]: version },
  });
  return {
    id,
    about: `versions of ${name} with ${level === "info" ? "lesser holes" : "holes or breaks"} that are known`,
    levels: [level],
    find(inventory) {
      const copy = inventory.serving(name);
      const met = copy ? advisories.filter((advisory) => isMet(advisory, copy.version)) : [];
      const [worst] = met;
      if (!copy || !worst) return [];
      const own = name === "socket.io" && inventory.loaded(name) === copy;
      return [
        {
          level,
          what: `The server loads ${name} ${copy.version}, and known faults of it are mended in ${worst.fixedIn}`,
          where: [at(copy), ...met.map(({ ids, why }) => `${ids.join(", ")}: ${why}`)],
          consequence: `${consequence} Advisories are as of ${advisoriesAsOf}.`,
          fixes: own ? [{ change: { add: ["socket.io@4"] }, safe: true }] : renewal(inventory, name),
        },
      ];
    },
    example: project(example),
    nearMiss: project(nearMiss),
    ...(alongside && { alongside }),
  };
});

/** Reading a range takes longer than comparing two versions, and most servers are of a version after all that is known. */
function isMet({ range, fixedIn }: Advisory, version: string): boolean {
  return isBelow(version, fixedIn) && satisfies(version, range);
}
