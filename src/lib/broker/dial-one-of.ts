import { SioError } from "../../errors.ts";
import type { BrokerUrl } from "../broker-url.ts";
import { within } from "../within.ts";
import type { Life } from "./life.ts";

/** How long one attempt to connect may take, in milliseconds, all hosts together. With the longest pause it leaves servers in touch in 15 s. */
export const dialMs = 8_000;

/** Dials the host of a URL. */
export type DialHost<L extends Life> = (url: URL, signal: AbortSignal) => Promise<L>;

/**
 * Dials one host after the other until one answers, each for its share of the time. Rejects with what the last has said, or once `closing` is
 * aborted.
 */
export async function dialOneOf<L extends Life>(
  { url, hosts }: BrokerUrl,
  dial: DialHost<L>,
  closing: AbortSignal,
): Promise<L> {
  let last: unknown;
  for (const host of hosts) {
    const late = new AbortController();
    const giveUp = () => late.abort();
    closing.addEventListener("abort", giveUp, { once: true });
    const dialled = dial(at(url, host), late.signal);
    try {
      return await within(dialMs / hosts.length, Promise.race([dialled, abortOf(late.signal)]), () => {
        return new Error(`${host} has not answered for ${dialMs / hosts.length / 1000} s.`);
      });
    } catch (error) {
      giveUp();
      void dialled.then(
        (life) => life.close(),
        () => {},
      );
      if (error instanceof SioError || closing.aborted) throw error;
      last = error;
    } finally {
      closing.removeEventListener("abort", giveUp);
    }
  }
  throw last;
}

function at(url: URL, host: string): URL {
  const there = new URL(url);
  // A host without a port would keep that of the first.
  there.port = "";
  there.host = host;
  return there;
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
