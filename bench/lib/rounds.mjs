/**
 * @typedef {object} Round what one target did in one round
 * @property {string} target
 * @property {number} round
 * @property {import("./catalog.mjs").Figures} [figures]
 * @property {string} [discarded] why there are none
 *
 * @typedef {object} Plan
 * @property {readonly string[]} targets
 * @property {number} rounds after the warm-up
 * @property {number} slices of each target in a round
 * @property {(target: string) => Promise<import("./catalog.mjs").Rig>} prepare
 */

/**
 * Measures every target once a round: all are made ready, then they work in turn, a slice each, again and again, so that
 * whatever else the machine does meets all alike; no target has two slices on end, which would spare it a cold cache.
 * Every other round has the opposite order. Round 0 warms the machine up and is dropped.
 * A target that fails is out of that round; the others go on.
 *
 * @param {Plan} plan
 * @param {(round: Round) => void} seen called after each round for each target, those of round 0 too
 * @returns {Promise<Round[]>}
 */
export async function interleave({ targets, rounds, slices, prepare }, seen) {
  /** @type {Round[]} */
  const counted = [];
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? targets : targets.toReversed();
    for (const result of await runRound(order, slices, prepare)) {
      seen({ round, ...result });
      if (round > 0) counted.push({ round, ...result });
    }
  }
  return counted;
}

/**
 * @param {readonly string[]} order
 * @param {number} slices
 * @param {Plan["prepare"]} prepare
 * @returns {Promise<Omit<Round, "round">[]>}
 */
async function runRound(order, slices, prepare) {
  /** @type {Map<string, import("./catalog.mjs").Rig>} */
  const rigs = new Map();
  /** @type {Map<string, string>} */
  const discarded = new Map();
  const attempt = async (/** @type {string} */ target, /** @type {() => Promise<void>} */ step) => {
    if (discarded.has(target)) return;
    await step().catch((error) => discarded.set(target, String(error.message)));
  };

  for (const target of order) {
    await attempt(target, async () => {
      rigs.set(target, await prepare(target));
    });
  }
  for (let slice = 0; slice < slices; slice++) {
    for (const target of order) {
      await attempt(target, async () => rigs.get(target)?.run());
    }
  }
  /** @type {Omit<Round, "round">[]} */
  const results = [];
  for (const target of order) {
    await attempt(target, async () => {
      results.push({ target, figures: rigs.get(target)?.figures() });
    });
    if (discarded.has(target)) results.push({ target, discarded: discarded.get(target) });
    await rigs.get(target)?.close();
  }
  return results;
}
