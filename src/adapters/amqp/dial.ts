import type * as Amqp from "amqplib";
import { understand } from "../../lib/broker/refusal.ts";
import { type Dial, type Link, type Place, wordOf } from "../bus/link.ts";
import { refusals } from "./refusals.ts";

/** Larger ones are cut, so that one message does not hold up the heartbeats of its connection. */
const maxBytes = 512 * 1024;
/** How much the broker keeps for a server that does not read, in bytes, before it drops the oldest. */
const queueBytes = 64 * 1024 * 1024;
/** How long the broker keeps it, in milliseconds: what is older is of no use to those who are online. */
const keptMs = 30_000;

/** What of the client is used. */
export type AmqpClient = Pick<typeof Amqp, "connect">;

/** Dials RabbitMQ: an exchange for the channel, and a queue that gets what goes to all and what goes to this node. */
export function dialAmqp({ connect }: AmqpClient): Dial {
  return async (place, signal) => {
    const socket = new AbortController();
    const giveUp = () => socket.abort();
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      // The client hands its options on to `net.connect`, which knows more than its types say.
      const options = { signal: socket.signal, noDelay: true };
      const connection = await connect(place.url.href, options);
      return await linkOver(connection, place, giveUp);
    } catch (error) {
      giveUp();
      throw understand(error, { name: "RabbitMQ", url: place.url, refusals });
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  };
}

async function linkOver(connection: Amqp.ChannelModel, place: Place, close: () => void): Promise<Link> {
  const ended = endOf(connection);
  const exchange = `sio-serve.${wordOf(place.channel)}`;
  const channel = await connection.createChannel();
  // What ends a channel leaves its connection open, and is as bad.
  const channelEnded = endOf(channel);
  await channel.assertExchange(exchange, "direct", { durable: false, autoDelete: true });
  // A broker that is short of memory or disk takes connections, and stops reading at the first message.
  channel.publish(exchange, "nobody", Buffer.alloc(0));
  const { queue } = await channel.assertQueue("", {
    exclusive: true,
    autoDelete: true,
    durable: false,
    messageTtl: keptMs,
    arguments: { "x-max-length-bytes": queueBytes },
  });
  for (const key of ["all", place.node]) await channel.bindQueue(queue, exchange, key);
  let tellCancelled: (reason: Error) => void = () => {};
  const cancelled = new Promise<Error>((resolve) => {
    tellCancelled = resolve;
  });
  const take = (message: Amqp.ConsumeMessage | null) => {
    if (message) place.receive(message.content);
    else tellCancelled(new Error("The broker has deleted the queue of this server."));
  };
  await channel.consume(queue, take, { noAck: true });
  return {
    maxBytes,
    send(bytes, node = "all") {
      try {
        channel.publish(exchange, node, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      } catch {
        // The channel has ended, which is known a moment later.
      }
    },
    settle: () => channel.checkExchange(exchange),
    ended: Promise.race([ended, channelEnded, cancelled]),
    close,
  };
}

function endOf(source: Amqp.ChannelModel | Amqp.Channel): Promise<Error> {
  return new Promise((resolve) => {
    source.on("error", resolve);
    source.on("close", () => resolve(new Error("The connection was closed.")));
  });
}
