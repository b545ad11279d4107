import type { Kind } from "./option.ts";
import { access } from "./options/access.ts";
import { adapter } from "./options/adapter.ts";
import { address } from "./options/address.ts";
import { admin } from "./options/admin.ts";
import { application } from "./options/application.ts";
import { doctor } from "./options/doctor.ts";
import { health } from "./options/health.ts";
import { output } from "./options/output.ts";
import { processOptions } from "./options/process.ts";
import { protocol } from "./options/protocol.ts";
import { queue } from "./options/queue.ts";
import { watching } from "./options/watching.ts";
import { workers } from "./options/workers.ts";

/**
 * Every setting, said once. Flags, variables, checks, messages, help, the types of `Config` and `defineConfig`, the
 * reference in the docs and the example config file all follow from an entry of these tables.
 */
export const options = {
  ...application,
  ...address,
  ...access,
  ...protocol,
  ...adapter,
  ...queue,
  ...output,
  ...watching,
  ...processOptions,
  ...health,
  ...admin,
  ...workers,
  ...doctor,
};

type Options = typeof options;

/** The name of a setting, as it stands in a config file. */
export type OptionName = keyof Options;

type ValueOf<Entry> = Entry extends { readonly kind: Kind<infer Value, never> } ? Value : never;

/** Every setting with its checked value: times in milliseconds, sizes in bytes, paths absolute. */
export type Config = { readonly [Name in OptionName]: ValueOf<Options[Name]> };

/** The names of all settings, in the order of the table. */
export const optionNames = Object.keys(options) as readonly OptionName[];

/** Whether `name` is that of a setting. */
export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}

/** The headings under which settings are listed, with the names under each. */
export const groups: readonly { readonly heading: string; readonly names: readonly OptionName[] }[] = [
  { heading: "Application", names: namesOf(application) },
  { heading: "Address", names: namesOf(address) },
  { heading: "Access", names: namesOf(access) },
  { heading: "Protocol", names: namesOf(protocol) },
  { heading: "Many servers", names: namesOf(adapter) },
  { heading: "Flask-SocketIO queue", names: namesOf(queue) },
  { heading: "Output", names: namesOf(output) },
  { heading: "Watching", names: namesOf(watching) },
  { heading: "Process", names: namesOf(processOptions) },
  { heading: "Health", names: namesOf(health) },
  { heading: "Admin port", names: namesOf(admin) },
  { heading: "Workers", names: namesOf(workers) },
  { heading: "Conflicts", names: namesOf(doctor) },
];

function namesOf<Entries extends object>(entries: Entries): readonly (keyof Entries)[] {
  return Object.keys(entries) as (keyof Entries)[];
}
