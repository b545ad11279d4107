/** Events that have come and that nobody has waited for yet. */
export class Unread {
  readonly #names: string[] = [];
  readonly #waiting = new Set<{ readonly name: string; readonly resolve: () => void }>();

  /** An event has come. */
  add(name: string): void {
    const waiter = [...this.#waiting].find((one) => one.name === name);
    if (waiter) waiter.resolve();
    else this.#names.push(name);
    if (this.#names.length > mostNames) this.#names.shift();
  }

  /** Resolves with `true` once an event of that name has come that no one else has waited for; with `false` when the time is up. */
  async take(name: string, timeoutMs: number): Promise<boolean> {
    const index = this.#names.indexOf(name);
    if (index !== -1) {
      this.#names.splice(index, 1);
      return true;
    }
    return new Promise((resolve) => {
      const settle = (came: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(waiter);
        resolve(came);
      };
      const waiter = { name, resolve: () => settle(true) };
      const timer = setTimeout(() => settle(false), timeoutMs);
      this.#waiting.add(waiter);
    });
  }
}

const mostNames = 1_000;
