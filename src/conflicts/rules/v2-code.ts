import type { Level } from "../../lib/finding.ts";
import type { Finding } from "../finding.ts";
import type { Inventory } from "../inventory.ts";
import type { Rule } from "../rule.ts";
import { lineAt } from "../source-code.ts";
import { failing } from "../v2-code/failing.ts";
import type { Leftover } from "../v2-code/leftover.ts";
import { silent } from "../v2-code/silent.ts";
import { readSource, type Source } from "../v2-code/source.ts";

/**
 * Code for Socket.IO 2 in the handlers. What it looks for was run against version 4, and is described in
 * https://socket.io/docs/v4/migrating-from-2-x-to-3-0/
 */
export const v2CodeRules: readonly Rule[] = [
  {
    id: "C30",
    about: "calls in the handlers that Socket.IO 3 has removed",
    levels: ["fatal"],
    find: (inventory) => findLeftovers(inventory, failing, "fatal"),
    example: {
      files: { "handlers.js": `export default (io) => {\n  io.set("transports", ["websocket"]);\n};\n` },
      config: { handlers: "handlers.js" },
    },
    nearMiss: {
      files: {
        "handlers.js": `// io.set("transports", ["websocket"]);\nconst seats = new Map();\nexport default (io) => {\n  seats.set("transports", io.engine);\n};\n`,
      },
      config: { handlers: "handlers.js" },
    },
  },
  {
    id: "C31",
    about: "code in the handlers that means something else since Socket.IO 3",
    levels: ["warning"],
    find: (inventory) => findLeftovers(inventory, silent, "warning"),
    example: {
      files: {
        "handlers.js": `export default (io) => {\n  io.on("connection", (socket) => socket.join("lobby", () => socket.emit("joined")));\n};\n`,
      },
      config: { handlers: "handlers.js" },
    },
    nearMiss: {
      files: {
        "handlers.js": `export default (io) => {\n  io.on("connection", (socket) => socket.join(["lobby", "hall"]));\n  Object.keys(io.state?.rooms ?? {});\n};\n`,
      },
      config: { handlers: "handlers.js" },
    },
  },
];

/** What is longer was written by a bundler, and most of it is code of packages. In characters. */
const longestSource = 250_000;

function findLeftovers({ handlers }: Inventory, leftovers: readonly Leftover[], level: Level): Omit<Finding, "id">[] {
  const sources = handlers.filter(({ text }) => text.length <= longestSource).map(readSource);
  return leftovers.flatMap(({ what, consequence, instead, sign, find }) => {
    const where = sources.filter(({ text }) => sign.test(text)).flatMap((source) => placesIn(source, find(source)));
    return where.length === 0 ? [] : [{ level, what, where, consequence, fixes: [{ say: instead }] }];
  });
}

function placesIn({ path, text }: Source, found: readonly number[]): readonly string[] {
  const inOrder = [...new Set(found)].sort((one, other) => one - other);
  return inOrder.map((index) => `${path}:${lineAt(text, index)}`);
}
