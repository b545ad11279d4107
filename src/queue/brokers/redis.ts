import type { createClient as CreateClient } from "redis";
import { type Refusal, tlsRefusals, understand } from "../../lib/broker/refusal.ts";
import { mostUnsentBytes, type OpenLink } from "../link.ts";

/** How long the broker may take to accept a connection, in ms. */
const connectMs = 5_000;

/** Redis Pub/Sub, where one channel is for all namespaces. A connection that listens can do nothing else, so that there are two. */
export function redisLink(client: unknown): OpenLink {
  const { createClient } = client as { readonly createClient: typeof CreateClient };
  return async ({ url, channel, onMessage }, signal) => {
    const listener = createClient(optionsFor(url));
    const sender = createClient(optionsFor(url));
    const both = [listener, sender];
    const ended = new Promise<Error>((resolve) => {
      for (const one of both) one.on("error", resolve);
    });
    const close = () => {
      for (const one of both) if (one.isOpen) one.destroy();
    };
    signal.addEventListener("abort", close, { once: true });
    try {
      await Promise.all(both.map((one) => one.connect()));
      await listener.subscribe(channel, onMessage, true);
    } catch (error) {
      close();
      throw understand(error, { name: "The queue", url, refusals });
    } finally {
      signal.removeEventListener("abort", close);
    }
    let unsentBytes = 0;
    return {
      ended,
      close,
      settle: () => Promise.all(both.map((one) => one.ping())),
      publish(text) {
        if (!sender.isReady || unsentBytes > mostUnsentBytes) return false;
        unsentBytes += text.length;
        const sent = () => {
          unsentBytes -= text.length;
        };
        // What went wrong with the connection is told by `ended`.
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
    socket: { reconnectStrategy: false as const, connectTimeout: connectMs },
  };
}

/** What Redis answers where trying again is of no use. */
const refusals: readonly Refusal[] = [
  {
    said: /WRONGPASS|NOAUTH|ERR AUTH|ERR invalid password/,
    means: "refuses the password",
    hint: "Give the right one in the URL: redis://:PASSWORD@host",
  },
  {
    said: /NOPERM/,
    means: "does not let this user listen to the channel",
    hint: "Give the user the right to it: ACL SETUSER NAME &CHANNEL",
  },
  {
    said: /DB index is out of range/,
    means: "has no database of that number",
    hint: "Leave it out: the channel is the same in all databases.",
  },
  ...tlsRefusals,
];
