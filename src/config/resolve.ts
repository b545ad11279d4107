import type { Layer } from "./layer.ts";
import { type Mistake, mistakesError, wrongName, wrongValue } from "./mistakes.ts";
import { type Config, isOptionName, type OptionName, optionNames, options } from "./options.ts";
import { rules } from "./rules.ts";
import { align, showValue } from "./show.ts";
import { isEarly } from "./variables.ts";

/** Where each value came from: "--port", "SIO_PORT in .env (line 3)", "default". */
export type Origin = Readonly<Record<OptionName, string>>;

/** Every setting with its value, and where that came from. */
export interface Settings {
  readonly config: Config;
  readonly origin: Origin;
}

/**
 * Takes each setting from the strongest layer that gives it, or from the table's default.
 *
 * @param layers weakest first
 * @throws SioError `config`, which tells every mistake at once: wrong values, unknown names and broken rules
 */
export function resolveConfig(layers: readonly Layer[]): Settings {
  const readings = optionNames.map((name) => read(name, layers));
  const config = Object.fromEntries(readings.map(({ name, value }) => [name, value])) as Config;
  const origin = Object.fromEntries(readings.map(({ name, source }) => [name, source])) as Origin;
  const wrong = readings.flatMap(({ mistake }) => mistake ?? []);
  const mistakes = [...wrong, ...layers.flatMap(wrongNames)];
  // With a wrong value among them, a rule would judge a default that nobody chose.
  if (wrong.length === 0) mistakes.push(...brokenRules({ config, origin }));
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

function brokenRules({ config, origin }: Settings): Mistake[] {
  return rules
    .filter(({ broken }) => broken(config))
    .map(({ id, about, say, fix }) => {
      const rows = about.map((name) => [`    ${name}`, showValue(name, config[name]), origin[name]]);
      return { message: say, detail: align(rows).join("\n"), hint: `${fix} [${id}]` };
    });
}
