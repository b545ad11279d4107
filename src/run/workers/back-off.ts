/** The first wait, in milliseconds; it doubles with each death. */
const firstMs = 100;
const longestMs = 5_000;
/** After so long without a death, all is well again. */
const healthyMs = 60_000;
/** More deaths than this within so many milliseconds do not come from bad luck. */
const most = 5;
const withinMs = 30_000;

/** Says when those who die are to be replaced. */
export class BackOff {
  #deaths: number[] = [];
  #inARow = 0;

  /**
   * Notes a death, at a time in milliseconds that never runs backwards.
   *
   * @returns how long to wait before the next is started, in milliseconds; `undefined` if there should be none
   */
  died(at: number): number | undefined {
    const last = this.#deaths.at(-1) ?? Number.NEGATIVE_INFINITY;
    this.#inARow = at - last >= healthyMs ? 0 : this.#inARow;
    this.#deaths = [...this.#deaths.filter((death) => at - death < withinMs), at];
    if (this.#deaths.length > most) return undefined;
    const ms = Math.min(longestMs, firstMs * 2 ** this.#inARow);
    this.#inARow += 1;
    return ms;
  }
}
