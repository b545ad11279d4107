/** A line of a file that is written; `false` and `undefined` are left out. */
export type Line = string | false | undefined;

/** Lines as a text that ends with a line break. */
export function textOf(lines: readonly Line[]): string {
  return `${lines.filter((line) => typeof line === "string").join("\n")}\n`;
}
