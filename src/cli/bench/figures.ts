/** "1,234" */
export function showCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

/** Three digits and a unit: "0.12 ms", "1.23 ms", "12.3 ms", "123 ms", "12.3 s". */
export function showMs(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms >= 100) return `${Math.round(ms)} ms`;
  return `${ms.toFixed(ms >= 10 ? 1 : 2)} ms`;
}

const units = ["B", "kB", "MB", "GB"] as const;

/** "12.3 MB" */
export function showBytes(bytes: number): string {
  const power = Math.min(Math.max(0, Math.floor(Math.log10(bytes) / 3)), units.length - 1);
  const amount = bytes / 1_000 ** power;
  return `${power === 0 ? Math.round(amount) : amount.toFixed(1)} ${units[power]}`;
}

/** "1 message", "12 messages" */
export function showMany(count: number, word: string): string {
  return `${showCount(count)} ${word}${count === 1 ? "" : "s"}`;
}
