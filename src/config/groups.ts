/** The first words of settings that a config file may write as one object: `doctor: { ignore }` is `doctorIgnore`. */
const groups = ["doctor", "tls"] as const;

/** The first word of such settings. */
export type Group = (typeof groups)[number];

/** Settings as a config file gives them, each by its own name. */
export interface Ungrouped {
  readonly values: Readonly<Record<string, unknown>>;
  /** How one is written where that is not its name. @example "doctor.ignore" */
  readonly written: ReadonlyMap<string, string>;
}

/** Takes apart the objects among the settings of a config file. */
export function ungrouped(given: Readonly<Record<string, unknown>>): Ungrouped {
  const values = { ...given };
  const written = new Map<string, string>();
  for (const group of groups) {
    const inside = given[group];
    if (typeof inside !== "object" || inside === null || Array.isArray(inside)) continue;
    delete values[group];
    for (const [name, value] of Object.entries(inside)) {
      const whole = `${group}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      values[whole] = value;
      written.set(whole, `${group}.${name}`);
    }
  }
  return { values, written };
}
