import type { Namespace, Socket } from "socket.io";
import { SioError } from "../../errors.ts";
import { within } from "../../lib/within.ts";
import type { GuardedServer } from "../guard/guard.ts";
import type { Version } from "../plain/scope.ts";
import { silence } from "../plain/silence.ts";
import type { Which } from "../plain/slots.ts";
import { patienceMs } from "./patience.ts";
import { inSlices } from "./slices.ts";
import { Takeover } from "./takeover.ts";
import { compare, type PlainEntry, type RunningEntry, stage } from "./versions.ts";

/** Puts what comes with the plain code in force; what it gives back undoes that. */
export type PutInForce = () => () => void;

/** The plain Socket.IO code that runs on a server. */
export class PlainCode {
  readonly #server: GuardedServer;
  #running: readonly RunningEntry[] = [];
  #swapping: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(server: GuardedServer) {
    this.#server = server;
  }

  /**
   * Makes `entries` the plain code that runs, under the sockets that are connected: all of it and what `putInForce` does, or nothing.
   * Swaps that are asked for at the same time happen one after the other.
   *
   * @throws what a default export or a connection callback threw or rejected with, or a SioError if one did not settle within 5 s
   */
  swap(entries: readonly PlainEntry[], putInForce: PutInForce): Promise<void> {
    const swapped = this.#swapping.then(() => this.#swap(entries, putInForce));
    this.#swapping = swapped.catch(() => {});
    return swapped;
  }

  /** Ends all of it, and what a swap on its way brings. */
  close(): void {
    this.#closed = true;
    for (const { version } of [...this.#running].reverse()) version.end();
    this.#running = [];
  }

  async #swap(entries: readonly PlainEntry[], putInForce: PutInForce): Promise<void> {
    const difference = compare(this.#running, entries);
    const { kept, removed, added } = difference;
    if (removed.length + added.length === 0) {
      putInForce();
      return;
    }
    const old = removed.map(({ version }) => version);
    for (const version of old) version.leaving = true;
    try {
      const fresh = await stage(this.#server, difference, (error) => {
        this.#server.state.onFault({ error, event: "cleanup", namespace: "/", sid: "" });
      });
      await this.#replace({ old, fresh: fresh.map(({ version }) => version) }, putInForce);
      this.#running = [...kept, ...fresh];
      if (this.#closed) this.close();
    } finally {
      for (const version of old) version.leaving = false;
      this.#server.sweep();
    }
  }

  async #replace({ old, fresh }: Replacement, putInForce: PutInForce): Promise<void> {
    const from: Which = (version) => old.includes(version);
    const to: Which = (version) => fresh.includes(version);
    const claimed = this.#namespaces.filter((nsp) => this.#server.isClaimed(nsp));
    const takeover = new Takeover(this.#server, { from, to });
    let goBack = () => {};
    const speakAgain = silence(this.#server.io);
    try {
      const move = await this.#plan((version) => to(version) || (version.live && !from(version)));
      goBack = this.#goLive({ old, fresh }, () => {
        const moveBack = move();
        const outOfForce = putInForce();
        return () => {
          outOfForce();
          moveBack();
        };
      });
      await takeover.run(socketsOf(this.#namespaces.filter((nsp) => this.#server.isOpen(nsp))));
    } catch (error) {
      goBack();
      await takeover.undo(socketsOf(this.#namespaces));
      for (const version of fresh) version.end();
      throw error;
    } finally {
      speakAgain();
    }
    // Their `disconnect` listeners are the old ones, which is why they have not been handed over.
    await inSlices(socketsOf(claimed.filter((nsp) => !this.#server.isOpen(nsp))), (socket) => socket.disconnect());
    takeover.finish();
    for (const version of old) version.end();
  }

  #plan(after: Which): ReturnType<GuardedServer["parents"]["plan"]> {
    const late = () =>
      new SioError("handlers", `A function given to io.of() had not answered after ${patienceMs / 1_000} s.`);
    return within(patienceMs, this.#server.parents.plan(after), late);
  }

  /** Exchanges what is registered on the server and its namespaces, in one step. What it gives back undoes that. */
  #goLive({ old, fresh }: Replacement, alongside: PutInForce): () => void {
    for (const version of old) version.scope.suspend();
    const putBack = this.#server.take((version) => old.includes(version));
    for (const version of fresh) version.scope.resume();
    const undoAlongside = alongside();
    return () => {
      for (const version of fresh) version.scope.suspend();
      this.#server.take((version) => fresh.includes(version));
      putBack();
      for (const version of old) version.scope.resume();
      undoAlongside();
    };
  }

  get #namespaces(): Namespace[] {
    // Socket.IO has no public list of them.
    return [...this.#server.io._nsps.values()];
  }
}

function socketsOf(namespaces: readonly Namespace[]): Socket[] {
  return namespaces.flatMap((nsp) => [...nsp.sockets.values()]);
}

interface Replacement {
  readonly old: readonly Version[];
  readonly fresh: readonly Version[];
}
