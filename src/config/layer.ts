import type { OptionName } from "./options.ts";

/** What one source says: raw values, not yet checked, and how to name them. */
export interface Layer {
  /** By the name of the setting; names that are no setting's are kept, so that they can be complained about. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Relative paths in the values start here. */
  readonly folder: string;
  /** True for a file that is read only once the mode is known. */
  readonly late: boolean;
  /** Where a value was given, in the user's words: "SIO_PORT", "--port", "port in sio.config.ts (line 3)". */
  nameOf(name: string): string;
}

/** A layer of settings by that name, for a program that has them as an object. */
export function objectLayer(values: Readonly<Partial<Record<OptionName, unknown>>>, folder: string): Layer {
  return { values, folder, late: false, nameOf: (name) => name };
}

/** " (line 3)" where exactly one line of `text` matches, else nothing: a wrong place is worse than none. */
export function lineOf(text: string, pattern: RegExp): string {
  const lines = text.split("\n").flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
  return lines.length === 1 ? ` (line ${lines[0]})` : "";
}
