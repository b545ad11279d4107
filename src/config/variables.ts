import { nearest } from "../lib/nearest.ts";
import type { Layer } from "./layer.ts";
import { variableOf } from "./option.ts";
import { isOptionName, type OptionName, optionNames, options } from "./options.ts";

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Where variables come from, besides their values. */
export interface VariablesPlace {
  /** Relative paths in the values start here. */
  readonly folder: string;
  /** Names a variable with its place: "SIO_PORT in .env (line 3)". */
  readonly describe: (variable: string) => string;
  /** True for a file that is read only once the mode is known, so that it cannot set the mode. */
  readonly late: boolean;
}

/** The settings that variables give. An empty variable counts as not set, as `SIO_PORT= sio-serve` means it. */
export function variableLayer(variables: Variables, { folder, describe, late }: VariablesPlace): Layer {
  const given = optionNames.flatMap((name) => {
    const variable = late && isEarly(name) ? undefined : variablesOf(name).find((candidate) => variables[candidate]);
    return variable === undefined ? [] : [{ name, variable }];
  });
  const source = new Map<string, string>(given.map(({ name, variable }) => [name, variable]));
  return {
    values: Object.fromEntries(given.map(({ name, variable }) => [name, variables[variable]])),
    folder,
    late,
    nameOf: (name) => describe(source.get(name) ?? name),
  };
}

/** The variables that give a setting, strongest first. */
export function variablesOf(name: OptionName): readonly string[] {
  return [variableOf(name), ...(options[name].variables ?? [])];
}

/** A sentence for each `SIO_*` variable without effect: mistyped, too late, or perhaps another program's. */
export function idleVariables(variables: Variables, { describe, late }: VariablesPlace): readonly string[] {
  const known = new Map(optionNames.map((name) => [variableOf(name), name]));
  return Object.keys(variables).flatMap((variable) => {
    const name = known.get(variable);
    if (!variable.startsWith("SIO_") || (name && !(late && isEarly(name)))) return [];
    if (name) return [`${describe(variable)} comes too late and has no effect: it says which files are read.`];
    const guess = nearest(variable, known.keys());
    return [`${describe(variable)} is not a setting and has no effect.${guess ? ` Did you mean ${guess}?` : ""}`];
  });
}

/** Whether a setting is settled before any file is read. */
export function isEarly(name: string): boolean {
  return isOptionName(name) && "early" in options[name];
}
