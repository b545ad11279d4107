import type { ReloadAnswer } from "../admin.ts";
import type { Crew } from "./crew.ts";
import type { Word } from "./messages.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** How long a worker may take before the log says that it is waited for, in ms. */
const lateMs = 5_000;

/** What came of an order to all workers. */
export interface Renewed {
  readonly answer: ReloadAnswer;
  /** Why some that serve are still to be replaced, while others have been; the end of a sentence. */
  readonly left?: string;
}

/** What is to be renewed. */
export interface Renewal {
  /** How many workers there should be. */
  readonly count: number;
  /** Why new handlers alone will not do, as the end of a sentence. */
  readonly changed: string | undefined;
  /** How long the running handlers of one that is replaced may take. */
  readonly timeoutMs: number;
}

/** Puts what is on disk in force in all workers: in place where that can be done, else by new processes. */
export async function renewAll(crew: Crew, { count, changed, timeoutMs }: Renewal): Promise<Renewed> {
  if (changed !== undefined) return replaceAll(crew, { count, why: changed, timeoutMs });
  const { answer, restart } = await reloadAll(crew, timeoutMs);
  return restart === undefined ? { answer } : replaceAll(crew, { count, why: restart, timeoutMs });
}

interface Reloaded {
  readonly answer: ReloadAnswer;
  /** Why it cannot be done without new processes. */
  readonly restart?: string;
}

/**
 * Puts new handlers in force in every worker, or in none: first all load them beside those that serve, then one after the other puts them
 * in force. A worker that fails where the first has succeeded is replaced.
 */
async function reloadAll(crew: Crew, timeoutMs: number): Promise<Reloaded> {
  const since = performance.now();
  // What they have read may be what was there before.
  await crew.settled();
  const asked = await Promise.all(crew.serving.map((worker) => load(crew, worker)));
  const loaded = asked.filter(({ word }) => word?.kind === "loaded").map(({ worker }) => worker);
  const refusal = asked.flatMap(({ word }) => (word?.kind === "reloaded" ? word : []))[0];
  if (refusal) {
    await Promise.all(loaded.map((worker) => abort(crew, worker)));
    return { answer: refusal.answer, ...(refusal.restart !== undefined && { restart: refusal.restart }) };
  }
  const [first, ...others] = loaded;
  if (!first) return { answer: { ok: false, message: "No worker serves at the moment." } };
  const answer = await commit(crew, first);
  if (!answer?.ok) {
    await Promise.all(others.map((worker) => abort(crew, worker)));
    return { answer: answer ?? { ok: false, message: `${first.name} has ended while it was loading.` } };
  }
  for (const worker of others) {
    const done = await commit(crew, worker);
    if (done && !done.ok) await replace(crew, worker, timeoutMs);
  }
  return { answer: { ok: true, message: `Reloaded all handlers in ${workers(loaded.length)}${took(since)}.` } };
}

interface Replacement {
  readonly count: number;
  /** The end of a sentence. */
  readonly why: string;
  readonly timeoutMs: number;
}

/**
 * Replaces all workers by new processes, one by one: the next begins to serve before the last has ended, so that no connection is refused.
 * If the first cannot load, nothing has changed.
 */
async function replaceAll(crew: Crew, { count, why, timeoutMs }: Replacement): Promise<Renewed> {
  const since = performance.now();
  let next: WorkerProcess | undefined;
  const most = Math.max(count, ...crew.serving.map(({ seat }) => seat.number));
  const former = (number: number) => crew.serving.filter((worker) => worker.seat.number === number && worker !== next);
  for (let number = 1; number <= most; number++) {
    if (number <= count) {
      if (crew.stopping) return { answer: stopping };
      next = crew.hire(number);
      const error = await next.ready.then(() => undefined, failed);
      if (crew.stopping) return { answer: stopping };
      if (error) {
        next.leaving = true;
        const message = `${workers(number - 1)} replaced, the others serve on: ${error.message}`;
        return { answer: { ok: false, ...error, message }, ...(number > 1 && { left: why }) };
      }
    }
    await Promise.all(former(number).map((worker) => crew.dismiss(worker, timeoutMs)));
  }
  return {
    answer: { ok: true, message: `Replaced ${workers(count)}${took(since)}, because ${why}; clients reconnect.` },
  };
}

const stopping: ReloadAnswer = { ok: false, message: "The server is stopping." };

async function replace(crew: Crew, worker: WorkerProcess, timeoutMs: number): Promise<void> {
  const next = crew.hire(worker.seat.number);
  await next.ready;
  await crew.dismiss(worker, timeoutMs);
}

async function load(crew: Crew, worker: WorkerProcess) {
  return { worker, word: await ask(crew, worker, { order: "load", answers: ["loaded", "reloaded"] }) };
}

async function commit(crew: Crew, worker: WorkerProcess): Promise<ReloadAnswer | undefined> {
  return (await ask(crew, worker, { order: "commit", answers: ["reloaded"] }))?.answer;
}

async function abort(crew: Crew, worker: WorkerProcess): Promise<void> {
  await ask(crew, worker, { order: "abort", answers: ["reloaded"] });
}

/** Gives an order and waits for what comes of it; `undefined` if the worker ends before. */
async function ask<Kind extends Word["kind"]>(
  { log }: Crew,
  worker: WorkerProcess,
  { order, answers }: { readonly order: "load" | "commit" | "abort"; readonly answers: readonly Kind[] },
) {
  const { name, pid, seat } = worker;
  const answer = worker.hear(...answers);
  worker.order({ kind: order });
  const late = setTimeout(() => {
    const remedy = `To do without: kill -9 ${pid}`;
    log.warn(`${name} has not answered for ${lateMs / 1_000} s; the reload waits for it. ${remedy}`, {
      seat: seat.number,
    });
  }, lateMs);
  const word = await answer;
  clearTimeout(late);
  return word;
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
