import type { AdapterConstructor } from "../adapter.ts";
import type { Lines } from "./lines.ts";

/** The ways of using Redis. */
export type ModeName = "streams" | "pubsub" | "sharded";

/** How long `XREAD` waits for news, in ms: meanwhile Redis does not answer whether it lives. */
const blockMs = 1_000;

/** What makes an official adapter, of the package that has been loaded for it. */
type Make = (official: unknown, lines: Lines, channel: string) => AdapterConstructor;

type Create = (...args: readonly unknown[]) => AdapterConstructor;

/** How each mode makes its adapter. The names of channels and keys begin with the channel's, so that those of two never meet. */
export const makers: Readonly<Record<ModeName, Make>> = {
  streams: (official, lines, channel) =>
    (official as { createAdapter: Create }).createAdapter(lines.open(channel), {
      streamName: channel,
      channelPrefix: channel,
      sessionKeyPrefix: `${channel}:session:`,
      blockTimeInMs: blockMs,
    }),
  pubsub: (official, lines, channel) =>
    (official as { createAdapter: Create }).createAdapter(lines.open(), lines.open(), { key: channel }),
  sharded: (official, lines, channel) =>
    (official as { createShardedAdapter: Create }).createShardedAdapter(lines.open(), lines.open(), {
      channelPrefix: channel,
      // With a channel for each room, a client that has just joined would miss what is sent before Redis knows of it.
      subscriptionMode: "static",
    }),
};
