import type { Layer } from "./layer.ts";
import { type Mistake, mistakesError, wrongName, wrongValue } from "./mistakes.ts";
import { type Config, isOptionName, type OptionName, optionNames, options } from "./options.ts";
import { isEarly } from "./variables.ts";

/** Where each value came from: "--port", "SIO_PORT in .env (line 3)", "default". */
export type Origin = Readonly<Record<OptionName, string>>;

/** Every setting with its value, and where that came from. */
export interface Settings {
  readonly config: Config;
  readonly origin: Origin;
}

/** Finds what is wrong with settings that are right one by one. */
export type CheckSettings = (settings: Settings) => readonly Mistake[];

/**
 * Takes each setting from the strongest layer that gives it, or from the table's default.
 *
 * @param layers weakest first
 * @param check its mistakes are told with the others
 * @throws SioError `config`, which tells every mistake at once: wrong values, unknown names, and those that `check` finds
 */
export function resolveConfig(layers: readonly Layer[], check: CheckSettings = () => []): Settings {
  const readings = optionNames.map((name) => read(name, layers));
  const config = Object.fromEntries(readings.map(({ name, value }) => [name, value])) as Config;
  const origin = Object.fromEntries(readings.map(({ name, source }) => [name, source])) as Origin;
  const wrong = readings.flatMap(({ mistake }) => mistake ?? []);
  const mistakes = [...wrong, ...layers.flatMap(wrongNames)];
  // With a wrong value among them, a default that nobody chose would be judged.
  if (wrong.length === 0) mistakes.push(...check({ config, origin }));
  if (mistakes.length > 0) throw mistakesError(mistakes);
  return { config, origin };
}

interface Reading {
  readonly name: OptionName;
  readonly value: unknown;
  readonly source: string;
  readonly mistake?: Mistake;
}

function read(name: OptionName, layers: readonly Layer[]): Reading {
  const option = options[name];
  const layer = layers.findLast(({ values, late }) => values[name] !== undefined && !(late && isEarly(name)));
  if (!layer) return { name, value: option.default, source: "default" };
  const raw = layer.values[name];
  const source = layer.nameOf(name);
  const understood = option.kind.read(raw, layer.folder);
  if (!understood) return { name, value: option.default, source, mistake: wrongValue(source, name, raw) };
  return { name, value: understood.value, source };
}

function wrongNames(layer: Layer): Mistake[] {
  return Object.keys(layer.values)
    .filter((name) => !isOptionName(name) || (layer.late && isEarly(name)))
    .map((name) => wrongName(layer.nameOf(name), name));
}
