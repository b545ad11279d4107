/** The longest time between two attempts, in ms. */
const longestMs = 5_000;

/** How long to wait after the `failures`-th attempt in a row has failed, in ms: 50 to 100, 100 to 200, … 2,500 to 5,000. */
export function backOffMs(failures: number): number {
  const most = Math.min(longestMs, 100 * 2 ** Math.min(failures - 1, 10));
  // Servers that lost their broker together must not all come back at one moment.
  return most * (0.5 + Math.random() / 2);
}
