/**
 * Connected, and nothing else.
 *
 * @type {import("./index.mjs").Workload}
 */
export const idle = () => ({ start() {}, stop: async () => {} });
