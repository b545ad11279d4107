/**
 * Text as one line of a terminal: what clients and servers send must not look like a line of ours, and no escape code of theirs may act on
 * the terminal.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, escaped);
}

function escaped(char: string): string {
  // JSON leaves those alone that only terminals obey.
  const json = JSON.stringify(char).slice(1, -1);
  return json === char ? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}` : json;
}
