/** Lets requests wait until there is somebody to answer them. */
export class Gate {
  #waiting: (() => void)[] | undefined = [];

  /** Runs `step` now, or once the gate opens. */
  pass(step: () => void): void {
    if (this.#waiting) this.#waiting.push(step);
    else step();
  }

  /** Lets all that waits through, in its order, and whatever comes from now on. */
  open(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const step of waiting) step();
  }
}
