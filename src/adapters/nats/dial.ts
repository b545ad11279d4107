import { setImmediate as nextTurn } from "node:timers/promises";
import type * as Nats from "@nats-io/transport-node";
import { dialMs } from "../../lib/broker/dial-one-of.ts";
import { understand } from "../../lib/broker/refusal.ts";
import { type Dial, type Link, type Place, wordOf } from "../bus/link.ts";
import { greeted } from "./greeting.ts";
import { refusals } from "./refusals.ts";

const defaultPort = 4222;

/** What of the client is used. */
export type NatsClient = Pick<typeof Nats, "connect">;

/** Dials NATS servers: one subject for all nodes of the channel, and one for each. */
export function dialNats({ connect }: NatsClient): Dial {
  return async (place, signal) => {
    const { url } = place;
    const port = Number(url.port || defaultPort);
    await greeted({ hostname: url.hostname.replace(/^\[|\]$/g, ""), port }, signal);
    let connection: Nats.NatsConnection | undefined;
    try {
      connection = await connect({ ...optionsOf(url), servers: `${url.hostname}:${port}` });
      return await linkOver(connection, place);
    } catch (error) {
      void connection?.close();
      throw understand(error, { name: "NATS", url, refusals });
    }
  };
}

async function linkOver(connection: Nats.NatsConnection, { channel, node, receive }: Place): Promise<Link> {
  const subject = (who: string) => `sio-serve.${wordOf(channel)}.${who}`;
  const denied = denialOf(connection);
  for (const who of ["all", node]) {
    connection.subscribe(subject(who), {
      callback(error, message) {
        if (!error) receive(message.data);
      },
    });
  }
  // Whether it may publish is known only by doing it.
  connection.publish(subject("nobody"));
  // The server denies before it answers, but the client tells of that a moment later.
  await Promise.race([connection.flush().then(() => nextTurn()), denied]);
  const closed = connection.closed().then((error) => error ?? new Error("The connection was closed."));
  return {
    maxBytes: connection.info?.max_payload ?? 1024 * 1024,
    send(bytes, to = "all") {
      if (!connection.isClosed()) connection.publish(subject(to), bytes);
    },
    settle: () => connection.flush(),
    ended: Promise.race([closed, denied.catch((error: Error) => error)]),
    close: () => void connection.close(),
  };
}

/** Rejects once the server says that something is not allowed. */
async function denialOf(connection: Nats.NatsConnection): Promise<never> {
  for await (const status of connection.status()) {
    if (status.type === "error") throw status.error;
  }
  return new Promise(() => {});
}

function optionsOf(url: URL): Nats.NodeConnectionOptions {
  const user = decodeURIComponent(url.username);
  const pass = decodeURIComponent(url.password);
  return {
    name: "sio-serve",
    reconnect: false,
    noEcho: true,
    noAsyncTraces: true,
    timeout: dialMs,
    ...(pass ? { user, pass } : user && { token: user }),
    ...(url.protocol === "nats+tls:" && { tls: {} }),
  };
}
