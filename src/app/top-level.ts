import { AsyncLocalStorage } from "node:async_hooks";
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
    this.#forgetting ??= setTimeout(() => this.#lives.disable(), rememberedMs).unref();
    this.#forgetting.refresh();
    return this.call(life, () => this.#lives.run(life, code));
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

/** The one {@link TopLevel} of this process. */
export const topLevel: TopLevel = new TopLevel();
