/** What is asked of pnpm-workspace.yaml. */
export interface Yaml {
  /** The texts of a list at the top, each on a line of its own or all in brackets. */
  list(name: string): readonly string[];
  /** The names and texts of a map at the top. */
  map(name: string): Readonly<Record<string, string>>;
}

/** Reads the lists and maps of texts at the top of a YAML file, which is all that pnpm's settings are. */
export function readYaml(text: string): Yaml {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, "").trimEnd());
  const below = (name: string) => {
    const at = lines.findIndex((line) => line.startsWith(`${name}:`));
    if (at === -1) return [];
    const rest = lines.slice(at + 1);
    const end = rest.findIndex((line) => /^[^\s-]/.test(line));
    return [lines[at]?.slice(name.length + 1).trim() ?? "", ...rest.slice(0, end === -1 ? undefined : end)];
  };
  return {
    list: (name) =>
      below(name).flatMap((line) => {
        const [, inBrackets] = /^\[(.*)\]$/.exec(line) ?? [];
        if (inBrackets !== undefined) return inBrackets.split(",").map(unquoted).filter(Boolean);
        const [, item] = /^\s*-\s+(.+)$/.exec(line) ?? [];
        return item === undefined ? [] : [unquoted(item)];
      }),
    map: (name) =>
      Object.fromEntries(
        below(name).flatMap((line) => {
          const [, key, value] = /^\s+("[^"]*"|'[^']*'|[^\s:][^:]*):\s+(.+)$/.exec(line) ?? [];
          return key === undefined || value === undefined ? [] : [[unquoted(key), unquoted(value)]];
        }),
      ),
  };
}

/** A text as it is meant, with or without quotes around it. */
export function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, "$2");
}
