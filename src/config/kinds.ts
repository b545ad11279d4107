import { resolve } from "node:path";
import type { Kind } from "./option.ts";

/** What a kind of text refuses, and how it says so. */
export interface TextRule {
  /** Completes "path must be …". */
  readonly expects: string;
  readonly placeholder: string;
  readonly fits: (text: string) => boolean;
}

/** Text that is not empty and fits `rule`. */
export function text({ expects, placeholder, fits }: TextRule): Kind<string, string> {
  return {
    name: "text",
    placeholder,
    expects,
    read: (raw) => (typeof raw === "string" && raw !== "" && fits(raw) ? { value: raw } : undefined),
    show: (value) => value,
  };
}

const switchWords: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  1: true,
  false: false,
  no: false,
  off: false,
  0: false,
};

/** Yes or no: `true`, `yes`, `on`, `1` and their opposites, in any case. */
export const boolean: Kind<boolean, boolean> = {
  name: "boolean",
  placeholder: undefined,
  expects: "true or false",
  read(raw) {
    const value = typeof raw === "string" ? switchWords[raw.toLowerCase()] : raw;
    return typeof value === "boolean" ? { value } : undefined;
  },
  show: String,
};

/** A whole number within bounds, both included. */
export function integer({ min, max }: { readonly min: number; readonly max: number }): Kind<number, number> {
  return {
    name: "integer",
    placeholder: "number",
    expects: `a whole number from ${min} to ${max}`,
    read(raw) {
      const value = typeof raw === "string" && /^-?\d+$/.test(raw) ? Number(raw) : raw;
      if (typeof value !== "number" || !Number.isInteger(value)) return undefined;
      return within(value, min, max) ? { value } : undefined;
    },
    show: String,
  };
}

/** One of the given words. */
export function choice<const Word extends string>(choices: readonly Word[]): Kind<Word, Word> {
  return {
    name: "choice",
    placeholder: "name",
    expects: `one of ${choices.join(", ")}`,
    choices,
    read(raw) {
      const value = choices.find((word) => word === raw);
      return value === undefined ? undefined : { value };
    },
    show: (value) => value,
  };
}

/** A file or folder. The value is an absolute path; whether it exists is asked when it is used. */
export const path: Kind<string, string> = {
  name: "path",
  placeholder: "path",
  expects: "a path",
  read: (raw, folder) => (typeof raw === "string" && raw !== "" ? { value: resolve(folder, raw) } : undefined),
  show: (value) => value,
};

/** One of the given names, or a module: a path, or the name of a package. Only a path is made absolute. */
export function moduleOr<const Word extends string>(choices: readonly Word[]): Kind<string, string> {
  return {
    name: "module",
    placeholder: "name",
    expects: `${choices.join(", ")}, a path that begins with "." or "/", or the name of a package`,
    choices,
    read(raw, folder) {
      if (typeof raw !== "string" || !/^(?:\.|\/|[a-z]:\\|@?[\w-])\S*$/i.test(raw)) return undefined;
      return { value: raw.startsWith(".") ? resolve(folder, raw) : raw };
    },
    show: (value) => value,
  };
}

/** A kind that may also be none; a config file says so with `null`. */
export function optional<Value, Input>(kind: Kind<Value, Input>): Kind<Value | undefined, Input | null> {
  return {
    name: kind.name,
    placeholder: kind.placeholder,
    expects: kind.expects,
    ...(kind.choices && { choices: kind.choices }),
    ...(kind.guess && { guess: kind.guess }),
    read: (raw, folder) => (raw === null ? { value: undefined } : kind.read(raw, folder)),
    show: (value) => (value === undefined ? "none" : kind.show(value)),
  };
}

/** A kind that may also be one word in the place of a value. */
export function orWord<Value, Input, const Word extends string>(
  kind: Kind<Value, Input>,
  word: Word,
): Kind<Value | Word, Input | Word> {
  return {
    name: kind.name,
    placeholder: `${kind.placeholder}|${word}`,
    expects: `${kind.expects}, or ${word}`,
    read: (raw, folder) => (raw === word ? { value: word } : kind.read(raw, folder)),
    // What is not the word is a value of the kind, which the types cannot tell apart.
    show: (value) => (value === word ? word : kind.show(value as Value)),
  };
}

/** Whether a number lies within bounds, both included. */
export function within(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}
