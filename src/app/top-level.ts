import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { setTimeout } from "node:timers";
import { type Life, Part } from "./part.ts";

/**
 * How long the async functions that top-level code has called are still told apart from handlers. Not for ever, because an
 * AsyncLocalStorage in use makes every promise of the process slower on Node before 24.
 */
const rememberedMs = 10_000;

/**
 * Knows whether code that belongs to a {@link Life} is running and not a handler: the statements of a file, and the timers and async
 * functions that they have started.
 */
class TopLevel {
  readonly #lives = new AsyncLocalStorage<Life>();
  #forgetting: NodeJS.Timeout | undefined;
  #remembers = false;
  #depth = 0;
  #now: Life | undefined;

  /** Whose code it is; `undefined` in handlers and wherever else. */
  get life(): Life | undefined {
    const life = this.#now ?? this.#lives.getStore();
    // A connection that outlives the file that opened it still runs its callbacks here, and these are others' by now.
    return life instanceof Part && life.replaced ? undefined : life;
  }

  /** The file's part, if it is the code of one. */
  get part(): Part | undefined {
    const { life } = this;
    return life instanceof Part ? life : undefined;
  }

  /** Runs code of `life`; what it starts counts, too, across `await`. */
  run<T>(life: Life, code: () => T): T {
    this.#depth += 1;
    try {
      return this.call(life, () => this.#lives.run(life, () => this.#follow(code)));
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0 && !this.#remembers) this.#lives.disable();
    }
  }

  /** Runs code, and remembers whose it was if it has begun anything that goes on. */
  #follow<T>(code: () => T): T {
    const before = nextAsyncId();
    try {
      return code();
    } finally {
      const begun = nextAsyncId() > before + 1;
      if (begun || !idsTellOfPromises()) this.#remember();
    }
  }

  #remember(): void {
    this.#remembers = true;
    this.#forgetting ??= setTimeout(() => this.#forget(), rememberedMs).unref();
    this.#forgetting.refresh();
  }

  #forget(): void {
    this.#remembers = false;
    this.#lives.disable();
  }

  /** Like {@link run} for code that is no async function: only what it does before it returns counts. */
  call<T>(life: Life, code: () => T): T {
    const before = this.#now;
    this.#now = life;
    try {
      return code();
    } finally {
      this.#now = before;
    }
  }
}

/** Counts up with all that is begun and goes on later. */
function nextAsyncId(): number {
  return new AsyncResource("TopLevel").asyncId();
}

/** Whether promises have such ids too: in Node before 24 they do while an AsyncLocalStorage is in use. */
function idsTellOfPromises(): boolean {
  const before = nextAsyncId();
  void Promise.resolve();
  return nextAsyncId() > before + 1;
}

/** The one {@link TopLevel} of this process. */
export const topLevel: TopLevel = new TopLevel();
