import { moduleOr } from "../../config/kinds.ts";
import { someOf } from "../../config/lists.ts";
import { duration } from "../../config/quantities.ts";
import type { Command } from "../commander.ts";
import { addTableFlags, type FlagValues, flag, flagOrNone, readTableFlags } from "../flag-table.ts";
import { joiningFlags } from "../joining-flags.ts";
import { commandLines, queryPairs } from "./kinds.ts";

const [server, session] = ["The server:", "The session:"] as const;

const table = {
  flags: {
    ...joiningFlags({ group: server }),
    query: flagOrNone({
      kind: queryPairs,
      help: "added to the URL; may be repeated",
      group: server,
      repeated: true,
    }),
    transports: flag({
      kind: someOf(["polling", "websocket"]),
      default: ["polling", "websocket"],
      help: "how to connect",
      group: server,
    }),
    parser: flag({
      kind: moduleOr(["default", "msgpack"]),
      default: "default",
      help: "how packets are written",
      group: server,
    }),
    timeout: flag({
      kind: duration({ min: 10 }),
      default: 10_000,
      help: "how long to wait for each answer",
      group: server,
    }),
    eval: flagOrNone({
      kind: commandLines,
      help: "command to run; may be repeated",
      group: session,
      repeated: true,
    }),
  },
  switches: {
    insecure: { flag: "--insecure", help: "accept any certificate", group: server },
    json: { flag: "--json", help: "print one JSON object a line", group: session },
  },
};

/** What the command line says, understood. */
export type ConnectFlags = FlagValues<typeof table>;

/** Gives the command its flags. */
export function addConnectFlags(command: Command): void {
  addTableFlags(command, table);
}

/**
 * Reads what commander has parsed.
 *
 * @throws SioError `usage` for a value that cannot be understood
 */
export function readConnectFlags(given: Readonly<Record<string, unknown>>, cwd: string): ConnectFlags {
  return readTableFlags(table, given, cwd);
}
