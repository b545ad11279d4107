/**
 * What separates code from what only looks like it. A slash begins a regular expression where no value can stand before it. A string
 * ends with its line even if it is not closed, so that one quote that was misread spoils one line and no more.
 */
const tokens =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?)|\/(?![*/])(?<=(?:^|[(,=:[!&|?{};+>]|\breturn)\s*\/)(?:\\.|\[(?:\\.|[^\]\\\n]){0,200}\]|[^/\\\n[]){1,300}\//g;

/** The text with spaces for comments; every place stays where it was. */
export function withoutComments(text: string): string {
  return text.replace(tokens, (token, comment) => (comment === undefined ? token : blank(token)));
}

/** The text with spaces for comments, regular expressions and what stands in quotes; every place stays where it was. */
export function codeOnly(text: string): string {
  return text.replace(tokens, (token, comment, quoted) => {
    if (quoted === undefined || comment !== undefined) return blank(token);
    return token.length < 2 ? token : token.charAt(0) + blank(token.slice(1, -1)) + token.at(-1);
  });
}

/** The number of the line on which a place in the text is; the first is 1. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** Nobody writes calls that are longer, in characters; without an end, each unclosed bracket would be followed to that of the file. */
const longestCall = 5_000;

/** The arguments of a call whose opening bracket is at `open`, as they stand in `code` of {@link codeOnly}; none if it is not closed. */
export function argumentsAt(code: string, open: number): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let index = open; index < Math.min(code.length, open + longestCall); index++) {
    const char = code.charAt(index);
    if ("([{".includes(char)) depth++;
    if (")]}".includes(char)) depth--;
    if (depth > 1 || (depth === 1 && char !== ",")) continue;
    found.push(code.slice(start, index).trim());
    if (depth === 0) return found.at(-1) === "" ? found.slice(0, -1) : found;
    start = index + 1;
  }
  return [];
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
