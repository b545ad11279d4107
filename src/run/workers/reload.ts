import type { ReloadAnswer } from "../admin.ts";
import type { Crew } from "./crew.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** What came of an order to all workers. */
export interface Reloaded {
  readonly answer: ReloadAnswer;
  /** Why it cannot be done without new processes. */
  readonly restart?: string;
}

/**
 * Puts new handlers in force in every worker, or in none: first all load them beside those that serve, then one after the other puts them
 * in force. A worker that fails where the first has succeeded is replaced.
 *
 * @param timeoutMs how long the running handlers of one that is replaced may take
 */
export async function reloadAll(crew: Crew, timeoutMs: number): Promise<Reloaded> {
  const since = performance.now();
  const asked = await Promise.all(crew.serving.map(load));
  const loaded = asked.filter(({ word }) => word?.kind === "loaded").map(({ worker }) => worker);
  const refusal = asked.flatMap(({ word }) => (word?.kind === "reloaded" ? word : []))[0];
  if (refusal) {
    await Promise.all(loaded.map(abort));
    return { answer: refusal.answer, ...(refusal.restart !== undefined && { restart: refusal.restart }) };
  }
  const [first, ...others] = loaded;
  if (!first) return { answer: { ok: false, message: "No worker serves at the moment." } };
  const answer = await commit(first);
  if (!answer?.ok) {
    await Promise.all(others.map(abort));
    return { answer: answer ?? { ok: false, message: `${first.name} has ended while it was loading.` } };
  }
  for (const worker of others) {
    const done = await commit(worker);
    if (done && !done.ok) await replace(crew, worker, timeoutMs);
  }
  return { answer: { ok: true, message: `Reloaded all handlers in ${workers(loaded.length)}${took(since)}.` } };
}

/**
 * Replaces all workers by new processes, one by one: the next begins to serve before the last has ended, so that no connection is refused.
 * If the first cannot load, nothing has changed.
 *
 * @param why the end of a sentence
 */
export async function replaceAll(
  crew: Crew,
  { count, why, timeoutMs }: { readonly count: number; readonly why: string; readonly timeoutMs: number },
): Promise<ReloadAnswer> {
  const since = performance.now();
  let next: WorkerProcess | undefined;
  const most = Math.max(count, ...crew.serving.map(({ seat }) => seat.number));
  const former = (number: number) => crew.serving.filter((worker) => worker.seat.number === number && worker !== next);
  for (let number = 1; number <= most; number++) {
    if (number <= count) {
      next = crew.hire(number);
      const error = await next.ready.then(() => undefined, failed);
      if (error) {
        next.leaving = true;
        return {
          ok: false,
          ...error,
          message: `${workers(number - 1)} replaced, the others serve on: ${error.message}`,
        };
      }
    }
    await Promise.all(former(number).map((worker) => crew.dismiss(worker, timeoutMs)));
  }
  return { ok: true, message: `Replaced ${workers(count)}${took(since)}, because ${why}; clients reconnect.` };
}

async function replace(crew: Crew, worker: WorkerProcess, timeoutMs: number): Promise<void> {
  const next = crew.hire(worker.seat.number);
  await next.ready;
  await crew.dismiss(worker, timeoutMs);
}

async function load(worker: WorkerProcess) {
  const answer = worker.hear("loaded", "reloaded");
  worker.order({ kind: "load" });
  return { worker, word: await answer };
}

async function commit(worker: WorkerProcess): Promise<ReloadAnswer | undefined> {
  const done = worker.hear("reloaded");
  worker.order({ kind: "commit" });
  return (await done)?.answer;
}

async function abort(worker: WorkerProcess): Promise<void> {
  const done = worker.hear("reloaded");
  worker.order({ kind: "abort" });
  await done;
}

function failed(error: unknown): Omit<ReloadAnswer, "ok"> {
  const { message, code, hint, detail } = error as Partial<ReloadAnswer>;
  return { message: message ?? "", code, hint, detail };
}

function workers(count: number): string {
  return `${count} worker${count === 1 ? "" : "s"}`;
}

function took(since: number): string {
  return ` in ${Math.round(performance.now() - since)} ms`;
}
