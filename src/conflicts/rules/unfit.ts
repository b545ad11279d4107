import type { Level } from "../../lib/finding.ts";
import { type Asked, asked, folderOf, isOlder, placesOf, titled } from "../asked.ts";
import type { Fix } from "../finding.ts";
import type { Inventory } from "../inventory.ts";
import type { Project, Rule } from "../rule.ts";

/** A package that does not fit this server, whatever else there is. */
export interface Unfit {
  readonly id: string;
  readonly about: string;
  readonly names: readonly string[];
  /** Only versions below this one do not fit. */
  readonly below?: string;
  readonly level: Level;
  /** Completes the sentence that begins with name and version. */
  readonly what: string;
  readonly consequence: string;
  /** What to install in its place. */
  readonly instead?: string;
  readonly say?: string;
  readonly safe?: (package_: Asked, inventory: Inventory) => boolean;
  /** A version that does not fit, for the example. */
  readonly version: string;
  readonly nearMiss: Project;
}

/** The rule that finds such a package where the project asks for it. */
export function unfit({ id, about, names, below, level, version, nearMiss, ...words }: Unfit): Rule {
  const [name = ""] = names;
  return {
    id,
    about,
    levels: [level],
    find: (inventory) =>
      names.flatMap((candidate) => {
        const found = asked(inventory, candidate);
        if (!found || (below !== undefined && !isOlder(found, below))) return [];
        const { what, consequence } = words;
        return {
          level,
          what: `${titled(found)} ${what}`,
          where: placesOf(found),
          consequence,
          fixes: [fixOf(found, inventory, words)],
        };
      }),
    example: { manifest: { dependencies: { [name]: version } }, installed: { [name]: version } },
    nearMiss,
  };
}

function fixOf(
  found: Asked,
  inventory: Inventory,
  { instead, say, safe }: Pick<Unfit, "instead" | "say" | "safe">,
): Fix {
  const replacement = instead === undefined ? undefined : nameOf(instead);
  const add = replacement === undefined || asked(inventory, replacement) ? [] : [instead ?? ""];
  return {
    ...(say !== undefined && { say }),
    change: { ...folderOf(found), remove: [found.name], ...(add.length > 0 && { add }) },
    ...(safe?.(found, inventory) && { safe: true }),
  };
}

/** The name in "@scope/name@^1". */
function nameOf(spec: string): string {
  return spec.replace(/(?<=.)@.*$/, "");
}
