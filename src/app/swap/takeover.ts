import type { Socket } from "socket.io";
import { SioError } from "../../errors.ts";
import { within } from "../../lib/within.ts";
import type { GuardedServer } from "../guard/guard.ts";
import { placeOf } from "../guard/socket-place.ts";
import { type PutBack, takeFromSocket } from "../guard/take.ts";
import { welcome } from "../guard/welcome.ts";
import { hold, release } from "../plain/hold.ts";
import type { Scope } from "../plain/scope.ts";
import { forgetScopes, scopesOf } from "../plain/scopes-of.ts";
import type { Which } from "../plain/slots.ts";
import { isPromise } from "../running.ts";
import { patienceMs } from "./patience.ts";
import { batches, inSlices, untilTicked } from "./slices.ts";

/** How many sockets have their events held at a time. */
const batchSize = 100;

/** Which versions hand connected sockets over, and which take them. */
export interface Sides {
  readonly from: Which;
  readonly to: Which;
}

/** What a socket had before it was handed over. */
interface Before {
  readonly scopes: readonly Scope[];
  readonly putBack: PutBack;
}

/**
 * Connected sockets on their way from one version of plain code to the next. {@link run} brings them there, and then either
 * {@link finish} or {@link undo} MUST be called.
 */
export class Takeover {
  readonly #server: GuardedServer;
  readonly #sides: Sides;
  readonly #before = new Map<Socket, Before>();
  readonly #settling: Promise<void>[] = [];
  #failed = false;

  constructor(server: GuardedServer, sides: Sides) {
    this.#server = server;
    this.#sides = sides;
  }

  /**
   * Hands the sockets over, a batch after the other. What comes for one meanwhile waits, and is delivered to its new listeners in order.
   * Rejects with what a connection callback threw or rejected with; some sockets have then been handed over.
   */
  async run(sockets: readonly Socket[]): Promise<void> {
    for (const batch of batches(sockets, batchSize)) {
      for (const socket of batch) hold(socket);
      // What Socket.IO had taken in before still belongs to the old listeners.
      await untilTicked();
      await inSlices(batch, (socket) => this.#take(socket));
      if (this.#failed) break;
    }
    await Promise.all(this.#settling);
  }

  /** Ends what the old version did for the sockets. */
  finish(): void {
    for (const [socket, { scopes }] of this.#before) {
      for (const scope of scopes) scope.end();
      forgetScopes(socket, this.#sides.from);
    }
  }

  /**
   * Brings back all sockets that the new version has taken over or welcomed. Old listeners are put back as they were; where a cleanup has
   * run already, or the socket is new, the old connection callbacks run again.
   */
  async undo(sockets: readonly Socket[]): Promise<void> {
    this.#failed = true;
    const again: Promise<void>[] = [];
    await inSlices(sockets, (socket) => {
      const before = this.#before.get(socket);
      const news = scopesOf(socket, this.#sides.to);
      for (const scope of news) scope.end();
      takeFromSocket(socket, this.#sides.to);
      forgetScopes(socket, this.#sides.to);
      if (before && !before.scopes.some(({ cleaned }) => cleaned)) {
        before.putBack();
        for (const scope of before.scopes) scope.resume();
      } else if (before || news.length > 0) {
        again.push(this.#startAgain(socket, before?.scopes ?? []));
        return;
      }
      release(socket);
    });
    await Promise.all(again);
  }

  #take(socket: Socket): void {
    if (!socket.connected) return;
    const { from, to } = this.#sides;
    const scopes = scopesOf(socket, from);
    for (const scope of scopes) scope.suspend();
    this.#before.set(socket, { scopes, putBack: takeFromSocket(socket, from) });
    for (const scope of scopes) scope.cleanUp();
    const welcomed = this.#welcome(socket, to);
    if (!welcomed) {
      release(socket);
      return;
    }
    const settled = welcomed.then(() => {
      if (!this.#failed) release(socket);
    });
    settled.catch(() => {
      this.#failed = true;
    });
    this.#settling.push(settled);
  }

  async #startAgain(socket: Socket, scopes: readonly Scope[]): Promise<void> {
    for (const scope of scopes) scope.end();
    forgetScopes(socket, this.#sides.from);
    hold(socket);
    try {
      await this.#welcome(socket, this.#sides.from);
    } catch (error) {
      this.#server.state.onFault({ error, ...placeOf(socket, "connection") });
    }
    release(socket);
  }

  /** Runs the connection callbacks of some versions for a socket, as replays. Throws what one throws. */
  #welcome(socket: Socket, which: Which): Promise<void> | undefined {
    const pending: PromiseLike<unknown>[] = [];
    for (const callback of this.#server.welcomesFor(socket, which)) {
      const result = welcome(callback, socket, { replaying: true });
      if (!isPromise(result)) continue;
      // Nobody waits for this one if the next callback throws.
      result.then(undefined, () => {});
      pending.push(result);
    }
    if (pending.length === 0) return undefined;
    const late = () =>
      new SioError("handlers", `A connection callback was still not done after ${patienceMs / 1_000} s.`);
    return within(patienceMs, Promise.all(pending), late).then(() => {});
  }
}
