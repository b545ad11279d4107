import { within } from "../within.ts";
import type { Life } from "./life.ts";

/** How often the broker is asked whether it is still there, in milliseconds. */
const pulseMs = 2_000;
/** How long it may take to answer: 5 s and the pulse leave half of the 15 s in which servers must be in touch again. */
const answerMs = 5_000;

/** A connection that is watched. */
export interface Held {
  /** Resolves with the reason once the connection is gone, by itself or because the broker did not answer. */
  readonly lost: Promise<Error>;
  /** Ends it once the broker has done all that it was asked, or after `ms` milliseconds. */
  close(ms: number): Promise<void>;
}

/** Watches a connection: a broker that is frozen keeps it open, and is noticed only because it no longer answers. */
export function hold(life: Life): Held {
  let over = false;
  let timer = setTimeout(ask, pulseMs);
  let tell: (reason: Error) => void = () => {};
  const lost = new Promise<Error>((resolve) => {
    tell = resolve;
  });

  function ask() {
    settled(life, answerMs).then(() => {
      if (!over) timer = setTimeout(ask, pulseMs);
    }, end);
  }

  function end(reason: Error) {
    over = true;
    clearTimeout(timer);
    life.close();
    tell(reason);
  }

  void life.ended.then(end);
  return {
    lost,
    async close(ms) {
      await settled(life, ms).catch(() => {});
      end(new Error("It was closed."));
    },
  };
}

function settled(life: Life, ms: number): Promise<unknown> {
  return within(ms, life.settle(), () => new Error(`It has not answered for ${ms / 1000} s.`));
}
