import { resolve } from "node:path";
import { choice } from "./kinds.ts";
import type { Kind } from "./option.ts";

/** What stands in a list. */
export interface Item<Value extends string> {
  /** Completes "cors must be …" for the whole list. */
  readonly expects: string;
  readonly placeholder: string;
  readonly choices?: readonly Value[];
  /** The item as it is kept, or `undefined` where it is none. */
  readonly read: (text: string, folder: string) => Value | undefined;
}

/** A list: in a config file an array, elsewhere text with commas between. Repeated items count once. */
function list<Value extends string>(item: Item<Value>): Kind<readonly Value[], Value | readonly Value[]> {
  return {
    name: "list",
    placeholder: item.placeholder,
    expects: item.expects,
    ...(item.choices && { choices: item.choices }),
    read(raw, folder) {
      const parts = typeof raw === "string" ? raw.split(",").map((part) => part.trim()) : raw;
      if (!Array.isArray(parts)) return undefined;
      const values = new Set<Value>();
      for (const part of parts) {
        const value = typeof part === "string" ? item.read(part, folder) : undefined;
        if (value === undefined) return undefined;
        values.add(value);
      }
      return { value: [...values] };
    },
    show: (value) => value.join(", ") || "none",
  };
}

/** A list of files, folders and patterns; all become absolute. */
export const paths: Kind<readonly string[], string | readonly string[]> = list({
  expects: "paths or patterns such as ./data or ./src/**/*.graphql",
  placeholder: "paths",
  read: (text, folder) => (text === "" ? undefined : resolve(folder, text)),
});

/** A list of ids of rules; which ids there are is asked by whoever knows the rules. */
export const ruleIds: Kind<readonly string[], string | readonly string[]> = list({
  expects: "ids of rules such as C09",
  placeholder: "ids",
  read: (text) => (/^\w[\w-]*$/.test(text) ? text : undefined),
});

/** A list of at least one of the given words. */
export function someOf<const Word extends string>(
  words: readonly Word[],
): Kind<readonly Word[], Word | readonly Word[]> {
  const word = choice(words);
  const kind = list({
    expects: `at least one of ${words.join(", ")}`,
    placeholder: "names",
    choices: words,
    read: (text) => word.read(text, "")?.value,
  });
  return {
    ...kind,
    read(raw, folder) {
      const understood = kind.read(raw, folder);
      return understood?.value.length ? understood : undefined;
    },
  };
}

/** A list, or `"*"` for everything; a list that has `"*"` in it is everything too. */
export function listOrAll(item: Item<string>): Kind<"*" | readonly string[], string | readonly string[]> {
  const kind = list({ ...item, read: (text, folder) => (text === "*" ? text : item.read(text, folder)) });
  return {
    ...kind,
    read(raw, folder) {
      const understood = kind.read(raw, folder);
      return understood?.value.includes("*") ? { value: "*" } : understood;
    },
    show: (value) => (value === "*" ? value : kind.show(value)),
  };
}

/**
 * An origin as browsers send it: scheme, host and a port that is not the scheme's own; or `null`, which pages from
 * files and sandboxed frames send.
 */
export function readOrigin(text: string): string | undefined {
  if (text === "null") return text;
  const bare = text.replace(/\/$/, "");
  if (!/^[a-z][a-z\d+.-]*:\/\/[^\s/?#*@]+$/i.test(bare) || !URL.canParse(bare)) return undefined;
  const { origin } = new URL(bare);
  // For a scheme of an application (`capacitor:`), URL knows no origin.
  return origin === "null" ? bare.toLowerCase() : origin;
}

/** A namespace's name, with the slash that Socket.IO would put before it. */
export function readNamespace(text: string): string | undefined {
  if (!/^[^\s,?#]+$/.test(text)) return undefined;
  return text.startsWith("/") ? text : `/${text}`;
}
