import type { Intake } from "../steady/intake.ts";
import { createBacklog } from "./backlog.ts";
import type { RedisClient, Transaction } from "./client.ts";
import type { Line } from "./line.ts";
import { createReader } from "./reader.ts";

/** What the official adapters take for a client of the package `redis`, in front of a line that may break. */
export interface StandIn {
  /** To be given to them. */
  readonly client: object;
  /** Subscribes a new client to all that they have asked for. */
  readonly prepare: (client: RedisClient) => Promise<unknown>;
}

/** What a stand-in is made of. */
export interface StandInOptions {
  /** The line may not exist yet when the stand-in is made. */
  readonly line: () => Line;
  readonly intake: Intake;
  /** The stream that is read, if one is. */
  readonly stream: string | undefined;
  /** Makes another one, as `duplicate()` of a client does. */
  readonly duplicate: () => object;
}

type Subscribe = "subscribe" | "pSubscribe" | "sSubscribe";
type Listener = (message: unknown, channel: unknown) => void;

interface Subscription {
  readonly by: Subscribe;
  readonly channel: string;
  readonly listener: Listener;
}

const opposite = { subscribe: "unsubscribe", pSubscribe: "pUnsubscribe", sSubscribe: "sUnsubscribe" } as const;

/** A client that outlives its connections: it keeps its subscriptions, holds nothing back, and never leaves a rejection unhandled. */
export function createStandIn({ line, intake, stream, duplicate }: StandInOptions): StandIn {
  const subscriptions = new Set<Subscription>();
  let preparing: RedisClient | undefined;
  /** What listens, or is about to: what changes while it is being prepared would else be missed. */
  const listening = () => line().client ?? preparing;
  const reader = stream === undefined ? undefined : createReader(stream, line, intake);
  const bounded = createBacklog();
  const send = (command: "sPublish" | "xAdd" | "xRange" | "set" | "sendCommand") =>
    quiet(bounded(async (...args) => current(line)[command](...args)));
  const subscribe = (by: Subscribe) =>
    quiet(async (channels: string | readonly string[], take: Listener) => {
      const listener: Listener = (message, channel) => intake.take(() => take(message, channel));
      const added = [channels].flat().map((channel) => ({ by, channel, listener }));
      for (const one of added) subscriptions.add(one);
      const client = listening();
      if (client) await Promise.all(added.map((one) => begin(client, one)));
    });
  const unsubscribe = (by: Subscribe) =>
    quiet(async (channels: string | readonly string[]) => {
      const ended = [...subscriptions].filter((one) => one.by === by && [channels].flat().includes(one.channel));
      for (const one of ended) subscriptions.delete(one);
      const client = listening();
      if (client)
        await Promise.all(ended.map(({ channel, listener }) => client[opposite[by]](channel, listener, true)));
    });
  const client = {
    get masters() {
      return line().client?.masters;
    },
    on: () => client,
    off: () => client,
    listenerCount: () => 1,
    connect: async () => client,
    disconnect: () => void line().cut(),
    duplicate,
    publish: quiet(bounded(async (...args) => publisherOf(current(line)).publish(...args))),
    sPublish: send("sPublish"),
    xAdd: send("xAdd"),
    xRange: send("xRange"),
    set: send("set"),
    sendCommand: send("sendCommand"),
    xRead: reader?.read,
    multi: () => line().client?.multi() ?? away,
    subscribe: subscribe("subscribe"),
    pSubscribe: subscribe("pSubscribe"),
    sSubscribe: subscribe("sSubscribe"),
    unsubscribe: unsubscribe("subscribe"),
    pUnsubscribe: unsubscribe("pSubscribe"),
    sUnsubscribe: unsubscribe("sSubscribe"),
  };
  return {
    client,
    async prepare(fresh) {
      // A connection that has subscribed may no longer ask for anything.
      await reader?.prepare(fresh);
      preparing = fresh;
      await Promise.all([...subscriptions].map((one) => begin(fresh, one)));
    },
  };
}

function begin(client: RedisClient, { by, channel, listener }: Subscription): Promise<unknown> {
  return client[by](channel, listener, true);
}

/** In a cluster any server passes on what is published; only what goes by the same one arrives in order. */
function publisherOf(client: RedisClient): RedisClient {
  return client.masters?.[0]?.client ?? client;
}

const awayError = new Error("Redis cannot be reached.");

function current(line: () => Line): RedisClient {
  const { client } = line();
  if (!client) throw awayError;
  return client;
}

const away: Transaction = { get: () => away, del: () => away, exec: () => Promise.reject(awayError) };

/** The official adapters do not always look at what they are answered. */
function quiet<Args extends readonly unknown[]>(ask: (...args: Args) => Promise<unknown>) {
  return (...args: Args): Promise<unknown> => {
    const answer = ask(...args);
    answer.catch(() => {});
    return answer;
  };
}
