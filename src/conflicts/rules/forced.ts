import type { Level } from "../../lib/finding.ts";
import { isBelow, majorOf } from "../../lib/version.ts";
import { at } from "../asked.ts";
import { renewal } from "../renewal.ts";
import type { Rule } from "../rule.ts";

/** A part of the server that has to be of one major version. */
interface Part {
  readonly id: string;
  readonly name: string;
  readonly major: number;
  /** Whether any other major version counts, or only one from before. */
  readonly orNewer: boolean;
  /** Below this version it is fatal; otherwise a warning. */
  readonly fatalBelow?: string;
  readonly fatalFrom?: string;
  readonly levels: readonly Level[];
  readonly consequence: string;
  /** A version that does not fit, for the example. */
  readonly version: string;
  readonly fits: string;
}

const parts: readonly Part[] = [
  {
    // Seen with 3.6.2 (polling fails, WebSocket connects) and 5.2.1 (all works).
    id: "C32",
    name: "engine.io",
    major: 6,
    orNewer: true,
    fatalBelow: "4.0.0",
    levels: ["fatal", "warning"],
    consequence:
      'With one from before 4, clients are told "server error"; any other lacks the fixes that were made since.',
    version: "3.6.2",
    fits: "6.6.12",
  },
  {
    // Seen with 3.4.5.
    id: "C33",
    name: "socket.io-parser",
    major: 4,
    orNewer: true,
    fatalBelow: "4.0.0",
    fatalFrom: "5.0.0",
    levels: ["fatal"],
    consequence: 'Every client is disconnected as soon as it has connected: "transport close".',
    version: "3.4.5",
    fits: "4.2.7",
  },
  {
    // Seen with 7.5.10: the server works, and a client on Node that shares this copy never gets a WebSocket. redis-adapter issue 478.
    id: "C34",
    name: "ws",
    major: 8,
    orNewer: false,
    levels: ["warning"],
    consequence:
      "It may seem to work. Clients on Node that share this copy wait for a WebSocket without end, and some adapters fail: \"Cannot read properties of undefined (reading 'Sender')\".",
    version: "7.5.10",
    fits: "8.21.3",
  },
];

/** Parts of the server that an override, or a lock file of old, keeps at another major version than the server was written for. */
export const forcedRules: readonly Rule[] = parts.map((part): Rule => {
  const { id, name, major, orNewer, levels, consequence, version, fits } = part;
  const project = (chosen: string) => ({
    manifest: { dependencies: { "socket.io": "^4.8.4" }, overrides: { [name]: chosen } },
    installed: { "socket.io": "4.8.4", "engine.io": "6.6.12", [name]: chosen },
  });
  return {
    id,
    about: `a server that loads ${name} of another major version than ${major}`,
    levels,
    find(inventory) {
      const copy = inventory.serving(name);
      const loaded = majorOf(copy?.version ?? "");
      if (!copy || !(loaded < major || (orNewer && loaded > major))) return [];
      const forced = inventory.forced(name);
      return [
        {
          level: isFatal(part, copy.version) ? "fatal" : "warning",
          what: `The server loads ${name} ${copy.version}, and was written for ${major}`,
          where: [at(copy), ...forced.map(({ where, range }) => `${where}: ${name} ${range}`)],
          consequence,
          fixes: renewal(inventory, name),
        },
      ];
    },
    example: project(version),
    nearMiss: project(fits),
  };
});

function isFatal({ fatalBelow, fatalFrom }: Part, version: string): boolean {
  return (
    (fatalBelow !== undefined && isBelow(version, fatalBelow)) ||
    (fatalFrom !== undefined && !isBelow(version, fatalFrom))
  );
}
