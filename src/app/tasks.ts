import { setTimeout as timer } from "node:timers/promises";
import { checkMs, quoted } from "./arguments.ts";
import type { Life } from "./part.ts";

/** Work beside the events, as `startBackgroundTask` gives it back. */
export interface Task<Result = unknown> {
  /** The function's name, or "task". */
  readonly name: string;
  /** Waits for the end: resolves with what the function returned, or `undefined` if it threw or was cancelled. Never rejects. */
  join(): Promise<Result | undefined>;
  /** Fires the function's signal, and waits for its end. */
  cancel(): Promise<void>;
}

/** What a task runs: it gets a signal that fires when it is time to end. */
export type TaskFunction<Args extends readonly unknown[], Result> = (signal: AbortSignal, ...args: Args) => Result;

/** What failed in a task, for the log. */
export interface TaskFault {
  readonly error: unknown;
  readonly task: string;
}

/** What tasks need of their application. */
export interface TasksOptions {
  /** What a task that is started now ends with. */
  readonly life: () => Life;
  /** Called once for each task that throws. MUST NOT throw. */
  readonly onFault: (fault: TaskFault) => void;
}

/** The tasks of an application: cancelled with the file that has started them, and together when the server stops. */
export class Tasks {
  readonly #running = new Set<Task>();
  readonly #options: TasksOptions;

  constructor(options: TasksOptions) {
    this.#options = options;
  }

  /** The tasks that have not ended. */
  get running(): ReadonlySet<Task> {
    return this.#running;
  }

  /** Runs `work` at once. What it throws is reported and goes no further; nothing starts it again. */
  start<Args extends readonly unknown[], Result>(
    work: TaskFunction<Args, Result>,
    ...args: Args
  ): Task<Awaited<Result>> {
    const life = this.#options.life();
    const controller = new AbortController();
    const name = work.name || "task";
    const ended = this.#run(() => work(controller.signal, ...args), { name, signal: controller.signal });
    const task: Task<Awaited<Result>> = {
      name,
      join: () => ended,
      async cancel() {
        controller.abort();
        await ended;
      },
    };
    this.#running.add(task);
    const release = life.onDispose(() => task.cancel());
    void ended.then(() => {
      this.#running.delete(task);
      release();
    });
    return task;
  }

  /** Cancels every task and waits for their ends. */
  async cancelAll(): Promise<void> {
    await Promise.all([...this.#running].map((task) => task.cancel()));
  }

  async #run<Result>(
    work: () => Result,
    { name, signal }: { readonly name: string; readonly signal: AbortSignal },
  ): Promise<Awaited<Result> | undefined> {
    try {
      return await work();
    } catch (error) {
      // A cancelled task may end by the error of whatever it was waiting for.
      if (!(signal.aborted && isAbort(error))) this.#options.onFault({ error, task: name });
      return undefined;
    }
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/**
 * Waits `ms` milliseconds, 25 days at most. With a signal, rejects with an `AbortError` as soon as that fires, which ends a task in good
 * order. Rejects with a TypeError for what is no such time or no signal.
 *
 * @example
 * await sleep(1_000, signal);
 */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  checkMs("ms", ms);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new TypeError(`The signal must be an AbortSignal, not ${quoted(signal)}.`);
  await timer(ms, undefined, signal && { signal });
}
