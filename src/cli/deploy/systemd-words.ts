/** A path as the value of a setting, which takes all of the line; systemd reads `%` as the beginning of a specifier. */
export function plain(path: string): string {
  return path.replaceAll("%", "%%");
}

/** An argument of `ExecStart`. */
export function argument(text: string): string {
  return quoted(text.replaceAll("$", "$$$$"));
}

/** One assignment of `Environment`. */
export function assignment(name: string, value: string): string {
  return quoted(`${name}=${value}`);
}

/** In quotes where systemd would see several words, or a word of its own. */
function quoted(text: string): string {
  const word = plain(text);
  return /^[\w./:=,@+%$*-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, "\\$&")}"`;
}
