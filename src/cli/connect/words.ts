import { SioError } from "../../errors.ts";

/**
 * Takes a line apart: JSON stays a value, whatever spaces are in it; `'…'` is text; every other word is a value if it is JSON by itself, and
 * text if not.
 *
 * @throws SioError `usage` for JSON or text without an end
 * @example wordsOf(`emit move {"x": 1} left 2`) // ["emit", "move", { x: 1 }, "left", 2]
 */
export function wordsOf(line: string): readonly unknown[] {
  const words: unknown[] = [];
  let rest = line.trimStart();
  while (rest !== "") {
    const length = lengthOf(rest);
    words.push(readWord(rest.slice(0, length)));
    rest = rest.slice(length).trimStart();
  }
  return words;
}

function lengthOf(text: string): number {
  const first = text.charAt(0);
  if (first === "'") return closedAt(text, text.indexOf("'", 1));
  if (first === '"') return closedAt(text, endOfString(text, 0));
  if (first === "{" || first === "[") return closedAt(text, endOfBrackets(text));
  return /^\S+/.exec(text)?.[0].length ?? 0;
}

function closedAt(text: string, end: number): number {
  if (end === -1) throw new SioError("usage", `${shown(text)} has no end.`);
  return end + 1;
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === "\\") index += 1;
    else if (text[index] === '"') return index;
  }
  return -1;
}

function endOfBrackets(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === '"') {
      index = endOfString(text, index);
      if (index === -1) return -1;
    } else if ("{[".includes(char)) depth += 1;
    else if ("}]".includes(char)) depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

function readWord(word: string): unknown {
  return word.startsWith("'") ? word.slice(1, -1) : valueIn(word);
}

/**
 * A word as a value: JSON is what it says, and what is no JSON is text, unless it begins as JSON would.
 *
 * @throws SioError `usage` for what begins with `"`, `{` or `[` and is not JSON
 */
export function valueIn(word: string): unknown {
  try {
    return JSON.parse(word) as unknown;
  } catch (cause) {
    if (!/^["{[]/.test(word)) return word;
    throw new SioError("usage", `${shown(word)} is not JSON.`, {
      hint: `Names and text stand in double quotes: {"room": "a"}`,
      cause,
    });
  }
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
