import { Socket } from "node:net";
import type * as Pg from "pg";
import { SioError } from "../../errors.ts";
import type { Life } from "../../lib/broker/life.ts";
import { understand } from "../../lib/broker/refusal.ts";
import { maskUrl } from "../../lib/broker-url.ts";
import type { Query } from "./query.ts";
import { refusals } from "./refusals.ts";
import { ensureTable } from "./table.ts";

/** What of the client is used. */
export type PostgresClient = Pick<typeof Pg, "Client">;

/** What is said to all who listen to a channel. */
export type Notification = Pg.Notification;

/** One connection to the database. */
export interface Session extends Life {
  readonly query: Query;
}

/** What a session is opened with. */
export interface SessionOptions {
  readonly url: URL;
  readonly signal: AbortSignal;
  readonly onNotification: (notification: Notification) => void;
}

/** Connects to the database once. Rejects with a SioError for what trying again cannot mend. */
export async function openSession(library: PostgresClient, options: SessionOptions): Promise<Session> {
  const { url, signal, onNotification } = options;
  // Of our own, because a client can be made to end at once only by its socket.
  const socket = new Socket();
  const client = clientOn(socket, library, url);
  const ended = new Promise<Error>((resolve) => {
    client.on("error", resolve);
    client.on("end", () => resolve(new Error("The connection was closed.")));
  });
  client.on("notification", onNotification);
  const query: Query = (text, values) => client.query(text, values && [...values]);
  const giveUp = () => void socket.destroy();
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    await client.connect();
    await ensureTable(query);
  } catch (error) {
    giveUp();
    throw understand(error, { name: "PostgreSQL", url, refusals });
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
  return {
    query,
    settle: () => query("SELECT 1"),
    ended,
    close() {
      // Says goodbye if the socket takes it at once, so that the database does not log a lost connection.
      void client.end();
      setImmediate(giveUp);
    },
  };
}

function clientOn(socket: Socket, { Client }: PostgresClient, url: URL): Pg.Client {
  try {
    return new Client({
      connectionString: url.href,
      stream: () => socket,
      application_name: "sio-serve",
      pipeline: true,
    });
  } catch (cause) {
    throw new SioError("config", `${maskUrl(url.href)} is not understood: ${(cause as Error).message}`, { cause });
  }
}
