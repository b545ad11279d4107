import { readFileSync } from "node:fs";
import { join } from "node:path";
import { satisfies } from "../../lib/range.ts";
import { copiesInUse } from "../copies-in-use.ts";
import type { EnvironmentCheck } from "./check.ts";

/** Whether the packages that the server runs on support this version of Node.js. */
export const node: EnvironmentCheck = {
  id: "E01",
  about: "a package that the server runs on and that does not support this version of Node.js",

  look({ inventory }) {
    const { node: version } = process.versions;
    const asking = copiesInUse(inventory).flatMap((copy) => {
      const range = nodeRangeOf(copy.folder);
      return range === undefined ? [] : [{ ...copy, range }];
    });
    const refusing = asking.filter(({ range }) => !satisfies(version, range));
    const ranges = [...new Set(asking.map(({ range }) => range))];
    const value = `${version}${ranges.length > 0 ? `; the server's packages ask for ${ranges.join(", ")}` : ""}`;
    if (refusing.length === 0) return { name: "Node.js", value };
    return {
      name: "Node.js",
      value,
      finding: {
        level: "warning",
        what: `${refusing.map(({ name }) => name).join(", ")} does not support Node.js ${version}`,
        where: refusing.map(({ path, version: its, range }) => `${path} ${its} asks for Node.js ${range}`),
        consequence: "It may fail to load, or in the midst of an event.",
        fixes: [{ say: "Run another version of Node.js, or install a version of the package that supports this one." }],
      },
    };
  },
};

function nodeRangeOf(folder: string): string | undefined {
  try {
    const { engines } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      engines?: { node?: unknown };
    };
    return typeof engines?.node === "string" ? engines.node : undefined;
  } catch {
    return undefined;
  }
}
