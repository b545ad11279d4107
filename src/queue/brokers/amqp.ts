import { randomUUID } from "node:crypto";
import type { Channel, ChannelModel, connect as Connect } from "amqplib";
import { within } from "../../lib/within.ts";
import { explain, type Refusal } from "../explain.ts";
import type { OpenLine } from "../line.ts";

/** How long the broker may take to accept a connection, in ms. */
const connectMs = 5_000;
/** How long it may take to say goodbye, in ms. */
const partingMs = 1_000;
/** Both sides give a sign of life this often, in seconds; two that fail to come end the connection. */
const heartbeatSeconds = 5;

/** RabbitMQ, with the exchange that kombu declares for Flask-SocketIO, and a queue of this server's own that ends with it. */
export function amqpLine(client: unknown): OpenLine {
  const { connect } = client as { readonly connect: typeof Connect };
  return async ({ url, channel: exchange, onMessage }) => {
    const connection = await connect(addressOf(url), { timeout: connectMs, noDelay: true }).catch((error: Error) => {
      throw explain(error, url, refusals);
    });
    let open = true;
    let lose: (error: Error) => void = () => {};
    const lost = new Promise<Error>((resolve) => {
      lose = (error) => {
        open = false;
        resolve(error);
      };
    });
    connection.on("error", lose);
    connection.on("close", (error) => lose(error ?? new Error("The broker closed the connection.")));
    const close = async () => {
      open = false;
      await end(connection);
    };
    try {
      const channel = await connection.createChannel();
      // The broker closes the channel alone for what it holds against it.
      channel.on("error", lose);
      await listen(channel, exchange, (content) => {
        if (content) onMessage(content);
        else lose(new Error("The broker has removed this server's queue."));
      });
      let full = false;
      channel.on("drain", () => {
        full = false;
      });
      return {
        lost,
        close,
        publish(text) {
          if (!open || full) return false;
          full = !channel.publish(exchange, "", Buffer.from(text), asPythonDoes);
          return true;
        },
      };
    } catch (error) {
      await close();
      throw explain(error as Error, url, refusals);
    }
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
  if (!address.searchParams.has("heartbeat")) address.searchParams.set("heartbeat", String(heartbeatSeconds));
  return address.href;
}

async function end(connection: ChannelModel): Promise<void> {
  await within(partingMs, connection.close(), () => new Error("The broker does not answer.")).catch(() => {
    // It is closed already, or frozen. The library gives the socket to nobody; its types leave it out.
    (connection.connection as unknown as { stream: { destroy(): void } }).stream.destroy();
  });
}

/** What RabbitMQ answers where trying again is of no use. */
const refusals: readonly Refusal[] = [
  {
    answer: /ACCESS[-_]REFUSED/,
    what: "refuses the user or the password",
    hint: "Give the right ones in the URL: amqp://USER:PASSWORD@host",
  },
  {
    // The library does not tell that the broker has closed the connection with 530, NOT_ALLOWED.
    answer: /NOT[-_]ALLOWED|Expected ConnectionOpenOk/,
    what: "has no such virtual host, or not for this user",
    hint: "Name one at the end of the URL: amqp://host/NAME",
  },
  {
    answer: /PRECONDITION[-_]FAILED/,
    what: "has an exchange of that name and of another kind",
    hint: "Choose another: --queue-channel NAME",
  },
  {
    answer: /wrong version number|packet length too long/i,
    what: "does not speak TLS",
    hint: "Begin the URL with amqp://, or turn TLS on there.",
  },
];
