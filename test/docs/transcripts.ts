/** How what a page shows is compared with what a command prints. */
export interface Comparison {
  /** The numbers are measurements: only their places count, and lines that then are the same are one. */
  readonly measured?: boolean;
}

/**
 * Whether a page shows what a command has printed. Times, versions, ports and the widths of columns may be others, and a line `…`
 * stands for any lines. Both are normalised in the result, so that a failing test shows where they part.
 */
export function compare(shown: string, printed: string, { measured = false }: Comparison = {}) {
  const parts = normalise(shown, measured)
    .split(/^…$/m)
    .map((part) => part.trim());
  const whole = normalise(printed, measured);
  let from = 0;
  const missing = parts.filter((part) => {
    const found = whole.indexOf(part, from);
    if (found >= 0) from = found + part.length;
    return found < 0;
  });
  const cut = parts.length > 1;
  return { same: missing.length === 0 && (cut || parts[0] === whole), missing, whole };
}

function normalise(text: string, measured: boolean): string {
  const lines = text.split("\n").map((line) => (measured ? withoutFigures(plainLine(line)) : plainLine(line)));
  const kept = measured ? lines.filter((line, index) => line !== lines[index - 1]) : lines;
  return kept
    .join("\n")
    .replace(/\n{2,}/g, "\n")
    .trim();
}

function plainLine(line: string): string {
  return line
    .replace(/\b\d\d:\d\d:\d\d\b/g, "TIME")
    .replace(/\b\d{4}-\d\d-\d\d\b/g, "DATE")
    .replace(/(127\.0\.0\.1|localhost):\d+/g, "HOST:PORT")
    .replace(/(?<![\d.])\d+\.\d+\.\d+(?![\d.])/g, "VERSION")
    .replace(/\d+(\.\d+)? (ms|s)\b/g, "DURATION")
    .replace(/\s+/g, " ")
    .trim();
}

function withoutFigures(line: string): string {
  return (
    line
      .replace(/\d[\d,.]*/g, "N")
      .replace(/N (µs|ms|s)\b/g, "DURATION")
      .replace(/N [kM]?B\b/g, "N B")
      // A bar may stand for nothing.
      .replace(/^(up to DURATION)(?: #+)? N$/, "$1 # N")
      .trim()
  );
}
