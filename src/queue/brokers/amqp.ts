import { randomUUID } from "node:crypto";
import type { Channel, ChannelModel, connect as Connect } from "amqplib";
import { type Refusal, tlsRefusals, understand } from "../../lib/broker/refusal.ts";
import type { Destination, Link, OpenLink } from "../link.ts";

/** RabbitMQ, with the exchange that kombu declares for Flask-SocketIO, and a queue of this server's own that ends with it. */
export function amqpLink(client: unknown): OpenLink {
  const { connect } = client as { readonly connect: typeof Connect };
  return async (destination, signal) => {
    const { url } = destination;
    const socket = new AbortController();
    const giveUp = () => socket.abort();
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      // The client hands its options on to `net.connect`, which knows more than its types say.
      const options = { signal: socket.signal, noDelay: true };
      return await linkOver(await connect(addressOf(url), options), destination, giveUp);
    } catch (error) {
      giveUp();
      throw understand(error, { name: "The queue", url, refusals });
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  };
}

async function linkOver(
  connection: ChannelModel,
  { channel: exchange, onMessage }: Destination,
  giveUp: () => void,
): Promise<Link> {
  let open = true;
  let full = false;
  let end: (error: Error) => void = () => {};
  const ended = new Promise<Error>((resolve) => {
    end = (error) => {
      open = false;
      resolve(error);
    };
  });
  connection.on("error", end);
  connection.on("close", (error) => end(error ?? new Error("The broker closed the connection.")));
  const channel = await connection.createChannel();
  // The broker closes the channel alone for what it holds against it.
  channel.on("error", end);
  channel.on("drain", () => {
    full = false;
  });
  await listen(channel, exchange, (content) => {
    if (content) onMessage(content);
    else end(new Error("The broker has removed this server's queue."));
  });
  return {
    ended,
    settle: () => channel.checkExchange(exchange),
    publish(text) {
      if (!open || full) return false;
      full = !channel.publish(exchange, "", Buffer.from(text), asPythonDoes);
      return true;
    },
    close() {
      open = false;
      // Says goodbye if the socket takes it at once, so that the broker does not log a lost connection.
      void connection.close().catch(() => {});
      setImmediate(giveUp);
    },
  };
}

const asPythonDoes = { contentType: "text/plain", contentEncoding: "utf-8", deliveryMode: 2 };

async function listen(
  channel: Channel,
  exchange: string,
  onContent: (content: Buffer | undefined) => void,
): Promise<void> {
  const queue = `sio-serve.${randomUUID()}`;
  await channel.assertExchange(exchange, "fanout", { durable: false });
  await channel.assertQueue(queue, { exclusive: true, autoDelete: true, durable: false });
  await channel.bindQueue(queue, exchange, "");
  await channel.consume(queue, (message) => onContent(message?.content), { noAck: true });
}

/** kombu writes the default virtual host as `//`, as `/`, or not at all. */
function addressOf(url: URL): string {
  const address = new URL(url);
  if (/^\/*$/.test(address.pathname)) address.pathname = "/%2f";
  return address.href;
}

/** What RabbitMQ answers where trying again is of no use. */
const refusals: readonly Refusal[] = [
  {
    said: /ACCESS[-_]REFUSED/,
    means: "refuses the user or the password",
    hint: "Give the right ones in the URL: amqp://USER:PASSWORD@host",
  },
  {
    // The library does not tell that the broker has closed the connection with 530, NOT_ALLOWED.
    said: /NOT[-_]ALLOWED|Expected ConnectionOpenOk/,
    means: "has no such virtual host, or not for this user",
    hint: "Name one at the end of the URL: amqp://host/NAME",
  },
  {
    said: /PRECONDITION[-_]FAILED/,
    means: "has an exchange of that name and of another kind",
    hint: "Choose another: --queue-channel NAME",
  },
  ...tlsRefusals,
];
