const busiestClient = 0.9;

/**
 * The columns of what a load generator and its server tell of a load.
 *
 * @param {{ message: string, microDigits: number, msDigits: number }} shown what the load is made of, and digits after the point
 * @returns {readonly import("./catalog.mjs").Figure[]}
 */
export function loadColumns({ message, microDigits, msDigits }) {
  return [
    { key: "serverMicros", title: `server CPU a ${message}`, unit: "µs", digits: microDigits, compared: true },
    { key: "systemMicros", title: "the system's part", unit: "µs", digits: microDigits },
    { key: "rate", title: `${message}s/s`, digits: 0, moreIsBetter: true },
    { key: "p50Ms", title: "p50", unit: "ms", digits: msDigits },
    { key: "p99Ms", title: "p99", unit: "ms", digits: msDigits },
    { key: "serverShare", title: "server core", digits: 2 },
    { key: "clientShare", title: "client core", digits: 2 },
  ];
}

/**
 * Throws when the client was so busy that the figures may be its own.
 *
 * @param {number} share of one core
 */
export function trustClient(share) {
  if (share > busiestClient) throw new Error(`The client used ${share.toFixed(2)} of its core.`);
}
