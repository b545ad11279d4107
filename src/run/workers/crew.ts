import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "../../lib/log.ts";
import { BackOff } from "./back-off.ts";
import { createRelay, type Relay } from "./relay.ts";
import { countAll } from "./roster.ts";
import { stopReading } from "./stop-reading.ts";
import { Turns } from "./turns.ts";
import { EndedEarly, type OnWord, WorkerProcess } from "./worker-process.ts";

/** What workers have in common. */
export interface CrewOptions {
  /** Where they find each other. */
  readonly folder: string;
  readonly log: Log;
}

/** How long a worker that cannot load what is on disk is left alone before the next try, in milliseconds. */
const reloadMs = 5_000;
/** How much longer than its handlers a worker may take to end, in milliseconds. */
const graceMs = 5_000;

/** The workers of one server: who dies is replaced, unless that happens too often. */
export class Crew {
  /** Resolves once all serve for the first time; never if they cannot. */
  readonly started: Promise<void>;
  /** Resolves with the exit status, once all have ended after {@link stop} or because too many have died. */
  readonly ended: Promise<number>;
  readonly log: Log;
  readonly #folder: string;
  readonly #members = new Set<WorkerProcess>();
  readonly #backOff = new BackOff();
  readonly #turns = new Turns();
  readonly #relay: Relay;
  #port: number | undefined;
  #hasStarted = false;
  #stopping = false;
  #status = 0;
  #start: () => void = () => {};
  #end: (status: number) => void = () => {};

  constructor({ folder, log }: CrewOptions) {
    this.log = log;
    this.#folder = folder;
    this.#relay = createRelay(log);
    this.started = new Promise((resolve) => {
      this.#start = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Whether it was told to end. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** Those that serve now, in the order of their numbers. */
  get serving(): readonly WorkerProcess[] {
    const serving = [...this.#members].filter(({ serving: serves, leaving }) => serves && !leaving);
    return serving.sort((a, b) => a.seat.number - b.seat.number);
  }

  /** Waits for those that are about to serve. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#members].filter(({ leaving }) => !leaving).map(({ ready }) => ready));
  }

  /** Starts so many; resolves when all serve. Rejects with why the first that cannot load does not: nobody serves then. */
  async start(count: number, timeoutMs: number): Promise<void> {
    try {
      await Promise.all(Array.from({ length: count }, (_, index) => this.#fill(index + 1)));
      this.#hasStarted = true;
      this.#start();
    } catch (error) {
      this.stop(timeoutMs);
      await this.ended;
      throw error;
    }
  }

  /** Starts one more process, with this number. The caller waits until it is ready, and lets it go if it does not become so. */
  hire(number: number): WorkerProcess {
    const [other] = this.serving;
    const place = { number, folder: this.#folder, port: this.#port, byThemselves: other?.byItself };
    const worker = new WorkerProcess(place, this.#hear);
    this.#members.add(worker);
    void worker.ended.then(({ status, signal }) => this.#left(worker, signal ?? status));
    worker.ready.catch(() => {});
    return worker;
  }

  /** Lets one end, and resolves when it has: its running handlers have so many milliseconds. */
  async dismiss(worker: WorkerProcess, timeoutMs: number): Promise<void> {
    worker.leaving = true;
    worker.order({ kind: "stop" });
    const late = setTimeout(() => worker.kill(), timeoutMs + graceMs);
    const { status } = await worker.ended;
    clearTimeout(late);
    // One that has not begun to serve had nothing to finish, however it ends.
    if (status !== 0 && worker.serving && this.#stopping) this.#status = 1;
  }

  /** Lets all end; running handlers have so many milliseconds. Safe to call twice. */
  stop(timeoutMs: number): void {
    if (this.#stopping) return;
    this.#stopping = true;
    const all = [...this.#members].map((worker) => this.dismiss(worker, timeoutMs));
    void Promise.all(all).then(() => {
      this.#relay.close();
      this.#end(this.#status);
    });
  }

  /** Puts a worker on a seat, as often as it takes. Before all have started, rejects with why one cannot load. */
  async #fill(number: number): Promise<void> {
    const { log } = this;
    let said: string | undefined;
    while (!this.#stopping && !this.serving.some(({ seat }) => seat.number === number)) {
      const worker = this.hire(number);
      try {
        return await worker.ready;
      } catch (error) {
        worker.leaving = true;
        if (this.#stopping) return;
        if (!(error instanceof EndedEarly) && !this.#hasStarted) throw error;
        if (error instanceof EndedEarly) await this.#mourn(worker, error.how);
        else {
          const { message } = error as Error;
          if (message !== said)
            log.error(`Worker ${number} has no successor, the others serve on: ${message}`, { seat: number });
          said = message;
          await wait(reloadMs);
        }
      }
    }
  }

  #left(worker: WorkerProcess, how: number | string | null): void {
    this.#members.delete(worker);
    this.#turns.gone(worker);
    for (const other of this.#members) other.order({ kind: "gone", id: worker.seat.id });
    if (worker.leaving || !worker.serving) return;
    worker.leaving = true;
    void this.#replace(worker, typeof how === "string" ? `was killed by ${how}` : `ended with status ${how}`);
  }

  async #replace(worker: WorkerProcess, how: string): Promise<void> {
    await this.#mourn(worker, how);
    await this.#fill(worker.seat.number);
  }

  /** Tells of a death, and waits until another may take the place. */
  async #mourn(worker: WorkerProcess, how: string): Promise<void> {
    const { log } = this;
    const ms = this.#backOff.died(performance.now());
    const fields = { seat: worker.seat.number, pid: worker.pid };
    if (ms === undefined) {
      log.error(`${worker.name} ${how}. More than 5 have died within 30 s: the server stops.`, fields);
      this.#status = 1;
      return this.stop(0);
    }
    log.warn(`${worker.name} ${how}; another takes its place in ${ms} ms`, fields);
    await wait(ms);
  }

  readonly #hear: OnWord = (from, word, connection) => {
    switch (word.kind) {
      case "adapter":
        this.#relay.pass(word, from, this.#members);
        return;
      case "connection": {
        const owner = [...this.#members].find(({ seat }) => seat.id === word.owner);
        if (connection && owner && stopReading(connection))
          owner.order({ kind: "connection", head: word.head }, connection);
        else connection?.destroy();
        return;
      }
      case "turn":
        from.byItself ||= word.byItself;
        this.#turns.ask(from, word);
        return;
      case "ready":
        this.#port = word.port;
        this.#turns.listens(from, word.port);
        return;
      case "ask":
        void countAll(this.serving, this.#relay.dropped).then((figures) => from.order({ kind: "figures", figures }));
        return;
      case "leaving":
        // What has gone wrong once may go wrong again while it finishes its work.
        if (from.leaving) return;
        from.leaving = true;
        void this.#replace(from, "leaves after an uncaught error");
        return;
      default:
    }
  };
}
