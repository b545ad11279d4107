import { within } from "./kinds.ts";
import type { Kind } from "./option.ts";

/** Node's timers fire at once when asked to wait for 2^31 ms or longer, which is in the 25th day. */
const longestMs = 24 * 86_400_000;

const durationUnits = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const byteUnits = { b: 1, kb: 1_000, mb: 1_000_000, gb: 1_000_000_000, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };

/** What a duration may be besides its range. */
export interface DurationRule {
  /** The least number of milliseconds. */
  readonly min: number;
  /** The milliseconds that `true` stands for; `false` is then 0. Without it, neither is understood. */
  readonly whenTrue?: number;
}

/** A time in milliseconds: a number, or text with a unit (`10s`, `2m`, `500ms`; without a unit, milliseconds). */
export function duration(rule: DurationRule & { readonly whenTrue: number }): Kind<number, number | string | boolean>;
export function duration(rule: DurationRule): Kind<number, number | string>;
export function duration({ min, whenTrue }: DurationRule): Kind<number, number | string> {
  const switches = whenTrue === undefined ? {} : { true: whenTrue, false: 0 };
  return quantity({
    name: "duration",
    placeholder: "time",
    expects: `a time such as 500ms, 10s or 2m, from ${withUnit(min, durationUnits)} to 24d`,
    units: durationUnits,
    base: "ms",
    switches,
    min,
    max: longestMs,
  });
}

/** A size in bytes: a number, or text with a unit (`64kb`, `1mb`: powers of 1000; `1mib`: of 1024). */
export function bytes({ min }: { readonly min: number }): Kind<number, number | string> {
  return quantity({
    name: "bytes",
    placeholder: "size",
    expects: `a size such as 64kb, 1mb or 5000 bytes${min > 0 ? `, at least ${min}` : ""}`,
    units: byteUnits,
    base: "b",
    switches: {},
    min,
    max: Number.MAX_SAFE_INTEGER,
  });
}

type Units = Readonly<Record<string, number>>;

interface Quantity {
  readonly name: string;
  readonly placeholder: string;
  readonly expects: string;
  readonly units: Units;
  readonly base: string;
  readonly switches: Units;
  readonly min: number;
  readonly max: number;
}

function quantity({ name, placeholder, expects, units, base, switches, min, max }: Quantity) {
  return {
    name,
    placeholder,
    expects,
    read(raw: unknown) {
      const value = switches[String(raw)] ?? (typeof raw === "string" ? measure(raw, units, base) : raw);
      if (typeof value !== "number" || !Number.isInteger(value)) return undefined;
      return within(value, min, max) ? { value } : undefined;
    },
    show: (value: number) => withUnit(value, units),
  };
}

function measure(text: string, units: Units, base: string): number | undefined {
  const [, amount, unit = base] = /^(\d+(?:\.\d+)?)\s*([a-z]+)?$/i.exec(text.trim()) ?? [];
  const factor = units[unit.toLowerCase()];
  // 0.29 times 100 is 28.999…96: rounding to a thousandth keeps what was written.
  return factor === undefined ? undefined : Math.round(Number(amount) * factor * 1_000) / 1_000;
}

/** The amount in the greatest unit that leaves no fraction: 120000 ms is `2m`. */
function withUnit(value: number, units: Units): string {
  const fitting = Object.entries(units).filter(([, factor]) => value % factor === 0);
  const [unit = "", factor = 1] = fitting.sort(([, a], [, b]) => b - a)[0] ?? [];
  return value === 0 ? "0" : `${value / factor}${unit}`;
}
