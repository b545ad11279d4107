/** Sessions that were continued on a new connection, and those of them that the server then did not know. */
export interface Count {
  readonly tried: number;
  readonly lost: number;
}

/** A session by polling, as far as it has come. */
interface Fate {
  readonly sid: string;
  readonly withCookies: boolean;
  /** What became of its second request; absent until that is answered. */
  second?: SecondRequest;
}

/** Whether the server still knew the session, knew it no longer, or did not answer. */
export type SecondRequest = "known" | "lost" | "unanswered";

/** What became of all the sessions by polling. */
export class Tally {
  readonly #fates: Fate[] = [];

  /** Counts a handshake; what is returned is told of its next requests, of which the first counts. */
  open(session: Omit<Fate, "second">): (request: SecondRequest) => void {
    const fate: Fate = { ...session };
    this.#fates.push(fate);
    return (request) => {
      fate.second ??= request;
    };
  }

  /** All sessions, or those alone whose requests brought the cookies of the handshake back, or did not. */
  count(which: { readonly withCookies?: boolean } = {}): Count {
    const { withCookies } = which;
    const fates = this.#fates.filter((fate) => withCookies === undefined || withCookies === fate.withCookies);
    const lost = fates.filter(({ second }) => second === "lost").length;
    return { tried: lost + fates.filter(({ second }) => second === "known").length, lost };
  }

  /** How many handshakes gave the id of a session that another one had given before. */
  get repeated(): number {
    return this.#fates.length - new Set(this.#fates.map(({ sid }) => sid)).size;
  }
}
