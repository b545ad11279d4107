import type { Life } from "../../lib/broker/life.ts";
import { within } from "../../lib/within.ts";
import type { RedisClient } from "./client.ts";
import type { Dial } from "./dial.ts";

/** A client from the moment it can be used until it is lost; it never connects again by itself. */
export interface RedisLife extends Life {
  readonly client: RedisClient;
}

/** How a life begins. */
export interface Birth {
  readonly dial: Dial;
  /** Puts on a new client what it is for, before anything else is sent by it. */
  readonly prepare: (client: RedisClient) => Promise<unknown>;
}

/** How long Redis may take for each step until it can be used, in ms. */
const stepMs = 8_000;

/** Connects once. Ends, well or not, soon after the signal comes. */
export async function begin({ dial, prepare }: Birth, closing: AbortSignal): Promise<RedisLife> {
  const over = new AbortController();
  const client = dial(over.signal);
  let end: (error?: unknown) => void = () => {};
  const ended = new Promise<Error>((resolve) => {
    end = (error) => resolve(error instanceof Error ? error : new Error("The connection was closed."));
  });
  for (const event of ["error", "end", "node-error"] as const) client.on(event, end);
  const close = () => {
    closing.removeEventListener("abort", close);
    end();
    over.abort();
    destroy(client);
  };
  closing.addEventListener("abort", close);
  const broken = ended.then((reason) => Promise.reject(reason));
  broken.catch(() => {});
  const step = (answer: Promise<unknown>) => {
    // Its own end may come after the deadline, and is no news then.
    answer.catch(() => {});
    return Promise.race([broken, within(stepMs, answer, () => new Error("It does not answer."))]);
  };
  try {
    await step(client.connect());
    // A Redis that still loads its data answers this with an error.
    await step(ping(client));
    await step(prepare(client));
  } catch (error) {
    close();
    throw error;
  }
  return { client, ended, close, settle: () => ping(client) };
}

function ping(client: RedisClient): Promise<unknown> {
  const nodes = client.masters?.map((node) => node.client).filter((node) => node !== undefined) ?? [client];
  return Promise.all(nodes.map((node) => node.ping()));
}

function destroy(client: RedisClient): void {
  try {
    client.destroy();
  } catch {
    // It had not come so far as to have anything to end.
  }
}
