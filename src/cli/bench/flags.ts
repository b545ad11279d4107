import { choice, integer, path } from "../../config/kinds.ts";
import { flagOf } from "../../config/option.ts";
import { duration } from "../../config/quantities.ts";
import { SioError } from "../../errors.ts";
import type { Command } from "../commander.ts";
import { addTableFlags, type FlagValues, flag, flagOrNone, readTableFlags, type Switch } from "../flag-table.ts";
import { joiningFlags, named } from "../joining-flags.ts";
import { payload, perSecond } from "./kinds.ts";

const [how, what, where] = ["How much:", "What is sent:", "The server:"] as const;

/** Every flag that takes a value, by the name that its value has. */
const flags = {
  connections: flag({
    kind: integer({ min: 1, max: 100_000 }),
    default: 100,
    help: "clients to connect; from 1001 with --no-limits",
    group: how,
  }),
  ramp: flag({
    kind: perSecond,
    default: 100,
    help: "clients that begin to connect in a second",
    group: how,
    rare: true,
  }),
  duration: flag({
    kind: duration({ min: 100 }),
    default: 10_000,
    help: "how long to send, once all are connected; above 1m with --no-limits",
    group: how,
  }),
  inFlight: flag({
    kind: integer({ min: 1, max: 1_000 }),
    default: 1,
    help: "messages of each client that wait for their acknowledgement; when one has it, the next leaves",
    group: how,
    excludes: ["rate", "scenario"],
  }),
  rate: flagOrNone({
    kind: perSecond,
    help: "messages of each client in a second instead, whatever the server does",
    group: how,
    excludes: ["inFlight", "scenario"],
  }),
  timeout: flag({
    kind: duration({ min: 10 }),
    default: 5_000,
    help: "how long to wait for a connection and for an acknowledgement",
    group: how,
    rare: true,
  }),
  event: flag({ kind: named, default: "echo", help: "the event to send", group: what, excludes: ["scenario"] }),
  payload: flag({
    kind: payload,
    default: { sizeBytes: 32 },
    help: "what it carries: text of a size, the value in a .json file, or the bytes of any other file",
    group: what,
    excludes: ["scenario"],
  }),
  scenario: flagOrNone({ kind: path, help: "file whose default export says what each client does", group: what }),
  ...joiningFlags({ group: where, rare: true }),
  transports: flag({
    kind: choice(["websocket", "polling"]),
    default: "websocket",
    help: "how to connect",
    group: where,
    rare: true,
  }),
};

/** Every flag that takes none. */
const switches = {
  noLimits: { flag: "--no-limits", help: "let there be more clients, and for longer", group: how },
  ack: {
    flag: "--ack",
    help: "with --rate: ask for an acknowledgement of each message",
    group: what,
    rare: true,
    excludes: ["inFlight", "scenario"],
  },
  insecure: { flag: "--insecure", help: "go on where its certificate is not to be trusted", group: where, rare: true },
  owned: { flag: "--yes-i-own-this-server", help: "load a server that is not on a loopback address", group: where },
  json: { flag: "--json", help: "print one JSON object", group: "Output:" },
} satisfies Readonly<Record<string, Switch>>;

const table = { flags, switches };

/** What the command line says, understood. */
export type BenchFlags = FlagValues<typeof table>;

/** Gives the command its flags. */
export function addBenchFlags(command: Command): void {
  addTableFlags(command, table);
}

/**
 * Reads what commander has parsed.
 *
 * @throws SioError `usage` for a value that cannot be understood, or goes beyond what is done unasked
 */
export function readBenchFlags(given: Readonly<Record<string, unknown>>, cwd: string): BenchFlags {
  const read = readTableFlags(table, given, cwd);
  if (!read.noLimits) checkLimits(read);
  return read;
}

/** What a load test does unasked. */
const limits = { connections: 1_000, duration: 60_000 } as const;

function checkLimits(values: Readonly<Record<keyof typeof limits, number>>): void {
  for (const name of Object.keys(limits) as (keyof typeof limits)[]) {
    const { kind } = flags[name];
    if (values[name] <= limits[name]) continue;
    const [most, asked] = [kind.show(limits[name]), kind.show(values[name])];
    throw new SioError("usage", `${flagOf(name)} may be ${most} at most unless you lift the limit, not ${asked}.`, {
      hint: `Add ${switches.noLimits.flag}.`,
    });
  }
}
