import { satisfies } from "../../lib/range.ts";
import { at } from "../asked.ts";
import type { Rule } from "../rule.ts";

/** The native parts that ws takes where they are installed. */
const addons = ["bufferutil", "utf-8-validate"];

export const addonRules: readonly Rule[] = [
  {
    // Seen with bufferutil 1.3.0 and ws 8: "bufferUtil.mask is not a function" at the first message. ws issues 1010, 1020, 2288 and 2311,
    // bufferutil issue 146.
    id: "C36",
    about: "a bufferutil or utf-8-validate that does not fit the ws that loads it",
    levels: ["warning"],
    find(inventory) {
      const ws = inventory.serving("ws");
      if (!ws) return [];
      return addons.flatMap((name) => {
        const range = ws.manifest.peerDependencies?.[name];
        const copy = inventory.loaded(name, ws);
        if (!copy || range === undefined || satisfies(copy.version, range)) return [];
        return {
          level: "warning" as const,
          what: `ws ${ws.version} asks for ${name} ${range}, and finds ${copy.version}`,
          where: [at(copy), at(ws)],
          consequence: 'The first message ends the server: "bufferUtil.mask is not a function".',
          fixes: [
            { change: { add: [`${name}@${range}`] } },
            { say: "Start the server with WS_NO_BUFFER_UTIL=1 and WS_NO_UTF_8_VALIDATE=1: ws needs neither." },
          ],
        };
      });
    },
    example: {
      manifest: { dependencies: { "socket.io": "^4.8.4", bufferutil: "^1.3.0" } },
      installed: {
        "socket.io": "4.8.4",
        "engine.io": "6.6.12",
        ws: { version: "8.21.3", peerDependencies: { bufferutil: "^4.0.1", "utf-8-validate": ">=5.0.2" } },
        bufferutil: "1.3.0",
      },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4", bufferutil: "^4.1.0" } },
      installed: {
        "socket.io": "4.8.4",
        "engine.io": "6.6.12",
        ws: { version: "8.21.3", peerDependencies: { bufferutil: "^4.0.1", "utf-8-validate": ">=5.0.2" } },
        bufferutil: "4.1.0",
      },
    },
  },
];
