import type { Kind } from "../../config/option.ts";

/** Parameters of a URL, `name=value`, one for each time that the flag is given. */
export const queryPairs: Kind<Readonly<Record<string, string>>, readonly string[]> = {
  name: "query",
  placeholder: "name=value",
  expects: `written as name=value, such as "token=abc"`,
  read(raw) {
    if (!Array.isArray(raw)) return undefined;
    const pairs = raw.map((text) => /^([^=]+)=(.*)$/s.exec(String(text)) ?? []);
    if (pairs.some(([whole]) => whole === undefined)) return undefined;
    return { value: Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, value])) };
  },
  show: (query) =>
    Object.entries(query)
      .map(([name, value]) => `${name}=${value}`)
      .join(", "),
};

/** Commands of a session, one for each time that the flag is given. */
export const commandLines: Kind<readonly string[], readonly string[]> = {
  name: "commands",
  placeholder: "command",
  expects: `a command such as "emit hi 1"`,
  read(raw) {
    const lines = Array.isArray(raw) ? raw.map(String) : [];
    return lines.every((line) => line.trim() !== "") ? { value: lines } : undefined;
  },
  show: (lines) => lines.join("; "),
};
