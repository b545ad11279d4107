import type { createClient as CreateClient } from "redis";
import { explain, type Refusal } from "../explain.ts";
import { mostUnsentBytes, type OpenLine } from "../line.ts";

/** How long the broker may take to accept a connection, in ms. */
const connectMs = 5_000;
/** A connection that listens is asked for a sign of life this often, in ms. */
const pingMs = 5_000;
/** One on which nothing was sent or heard for this long is lost, in ms. */
const silenceMs = 12_000;

/** Redis Pub/Sub, where one channel is for all namespaces. A connection that listens can do nothing else, so that there are two. */
export function redisLine(client: unknown): OpenLine {
  const { createClient } = client as { readonly createClient: typeof CreateClient };
  return async ({ url, channel, onMessage, signal }) => {
    const listener = createClient(optionsFor(url));
    const sender = createClient(optionsFor(url));
    const both = [listener, sender];
    const lost = new Promise<Error>((resolve) => {
      for (const one of both) one.on("error", resolve);
    });
    const close = async () => {
      for (const one of both) if (one.isOpen) one.destroy();
    };
    signal.addEventListener("abort", close, { once: true });
    try {
      await Promise.all(both.map((one) => one.connect()));
      await listener.subscribe(channel, onMessage, true);
    } catch (error) {
      await close();
      throw explain(error as Error, url, refusals);
    }
    let unsentBytes = 0;
    return {
      lost,
      close,
      publish(text) {
        if (!sender.isReady || unsentBytes > mostUnsentBytes) return false;
        unsentBytes += text.length;
        const sent = () => {
          unsentBytes -= text.length;
        };
        // What went wrong with the connection is told by `lost`.
        sender.publish(channel, text).then(sent, sent);
        return true;
      },
    };
  };
}

function optionsFor({ href }: URL) {
  return {
    url: href,
    // The older protocol, which every server speaks.
    RESP: 2 as const,
    disableOfflineQueue: true,
    pingInterval: pingMs,
    socket: { reconnectStrategy: false as const, connectTimeout: connectMs, socketTimeout: silenceMs },
  };
}

/** What Redis answers where trying again is of no use. */
const refusals: readonly Refusal[] = [
  {
    answer: /^(WRONGPASS|NOAUTH|ERR AUTH|ERR invalid password)/,
    what: "refuses the password",
    hint: "Give the right one in the URL: redis://:PASSWORD@host",
  },
  {
    answer: /^NOPERM/,
    what: "does not let this user listen to the channel",
    hint: "Give the user the right to it: ACL SETUSER NAME &CHANNEL",
  },
  {
    answer: /DB index is out of range/,
    what: "has no database of that number",
    hint: "Leave it out: the channel is the same in all databases.",
  },
  {
    answer: /wrong version number|packet length too long/i,
    what: "does not speak TLS",
    hint: "Begin the URL with redis://, or turn TLS on there.",
  },
];
