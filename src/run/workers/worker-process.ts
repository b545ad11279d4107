import cluster, { type Worker } from "node:cluster";
import type { Socket } from "node:net";
import type { Turn } from "../../engines/engine.ts";
import type { Figures } from "../../features/admin/figures.ts";
import { type Order, opened, post, type Word } from "./messages.ts";
import { type Seat, seatVariable, writeSeat } from "./seat.ts";
import { restored } from "./told-error.ts";

/** How a process ended. */
export interface End {
  readonly status: number | null;
  readonly signal: string | null;
}

/** What a worker said, and the connection that it passed on with it. */
export type OnWord = (from: WorkerProcess, word: Word, connection: Socket | undefined) => void;

/** A worker has ended before it could serve, without a word. */
export class EndedEarly extends Error {
  override readonly name = "EndedEarly";
  /** What has become of it, as the end of a sentence. */
  readonly how: string;

  constructor(how: string) {
    super(`It ${how}.`);
    this.how = how;
  }
}

/** How much of what the others tell a worker may wait for it to read, in bytes: what is more is lost. */
const backlogBytes = 32 * 1024 * 1024;

let last = 0;

/** One worker, as the primary sees it. */
export class WorkerProcess {
  readonly seat: Seat;
  readonly pid: number | undefined;
  /** Resolves once it serves; rejects with why it cannot, an {@link EndedEarly} if it has not said. */
  readonly ready: Promise<void>;
  readonly ended: Promise<End>;
  /** Whether it was told to end, or has said that it will. */
  leaving = false;
  /** Whether it listens by itself, as opposed to being given connections. */
  byItself = false;
  /** Whether it serves. */
  serving = false;
  readonly #worker: Worker;
  readonly #waiting = new Set<(word: Word | undefined) => void>();
  #unreadBytes = 0;
  #figures: Promise<Figures | undefined> | undefined;

  constructor(place: Omit<Seat, "id">, onWord: OnWord) {
    this.seat = { ...place, id: ++last };
    this.#worker = cluster.fork({ [seatVariable]: writeSeat(this.seat) });
    this.pid = this.#worker.process.pid;
    let how = "ended before it could serve";
    this.ended = new Promise((resolve) => {
      this.#worker.once("exit", (status: number | null, signal: string | null) => resolve({ status, signal }));
      this.#worker.on("error", (error: Error) => {
        // Any other end is heard of by "exit".
        if (this.pid !== undefined) return;
        how = `could not be started: ${error.message}`;
        resolve({ status: null, signal: null });
      });
    });
    void this.ended.then(() => this.#tell(undefined));
    this.#worker.on("message", (received: unknown, connection: Socket | undefined) => {
      const word = opened<Word>(received);
      if (word === undefined) return;
      this.#tell(word);
      onWord(this, word, connection);
    });
    this.ready = this.hear("ready", "failed").then((word) => {
      if (word?.kind !== "ready") throw word?.kind === "failed" ? restored(word.error) : new EndedEarly(how);
      this.serving = true;
    });
  }

  /** How messages name it. */
  get name(): string {
    return `Worker ${this.seat.number}${this.pid === undefined ? "" : ` (process ${this.pid})`}`;
  }

  /** Gives an order, with a connection if that is what it is about. */
  order(order: Order, connection?: Socket): void {
    post(this.#worker, order, { connection });
  }

  /** Hands over what the adapter of another says. Tells whether it could: not while too much of that waits to be read. */
  relay(bytes: Uint8Array): boolean {
    if (this.#unreadBytes + bytes.length > backlogBytes) return false;
    this.#unreadBytes += bytes.length;
    const sent = () => {
      this.#unreadBytes -= bytes.length;
    };
    post(this.#worker, { kind: "adapter", bytes }, { sent });
    return true;
  }

  /** Asks for its figures, once at a time; `undefined` if it ends before. */
  figures(): Promise<Figures | undefined> {
    if (!this.#figures) {
      this.#figures = this.hear("counted").then((word) => {
        this.#figures = undefined;
        return word?.figures;
      });
      this.order({ kind: "count" });
    }
    return this.#figures;
  }

  /** Lets it listen. */
  listen(turn: Turn): void {
    this.order({ kind: "listen", ...turn });
  }

  /** Resolves with its next word of these kinds; with `undefined` if it ends before. */
  hear<Kind extends Word["kind"]>(...kinds: readonly Kind[]): Promise<Extract<Word, { kind: Kind }> | undefined> {
    return new Promise((resolve) => {
      const hearing = (word: Word | undefined) => {
        if (word !== undefined && !(kinds as readonly string[]).includes(word.kind)) return;
        this.#waiting.delete(hearing);
        resolve(word as Extract<Word, { kind: Kind }> | undefined);
      };
      this.#waiting.add(hearing);
    });
  }

  /** Ends it at once. */
  kill(): void {
    this.#worker.process.kill("SIGKILL");
  }

  #tell(word: Word | undefined): void {
    for (const hearing of [...this.#waiting]) hearing(word);
  }
}
