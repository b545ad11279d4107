import type * as Mongo from "mongodb";
import { understand } from "../../lib/broker/refusal.ts";
import type { Dial, Link, Place } from "../bus/link.ts";
import { refusals } from "./refusals.ts";
import { createWriter, type Entry } from "./writer.ts";

/** What of the client is used. */
export type MongoClientLibrary = Pick<typeof Mongo, "MongoClient">;

/** Larger messages are cut; MongoDB takes documents of 16 MB. */
const maxBytes = 512 * 1024;
/** How long MongoDB keeps a message, in seconds: as long as a change stream may need to go on after a short interruption. */
const keptSeconds = 60;
/** How long the client looks for a server, in milliseconds: less than a start waits, so that the reason is known by then. */
const answerMs = 4_000;

/** Dials MongoDB: each message is a document, of which the others learn by the change stream of the collection. */
export function dialMongo({ MongoClient }: MongoClientLibrary): Dial {
  return async (place, signal) => {
    const { url } = place;
    let client: Mongo.MongoClient | undefined;
    const giveUp = () => void client?.close().catch(() => {});
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      client = new MongoClient(hrefOf(url), {
        appName: "sio-serve",
        serverSelectionTimeoutMS: answerMs,
        connectTimeoutMS: answerMs,
        socketTimeoutMS: 2 * answerMs,
      });
      await client.connect();
      return await linkOver(client, place);
    } catch (error) {
      giveUp();
      throw understand(error, { name: "MongoDB", url, refusals });
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  };
}

async function linkOver(client: Mongo.MongoClient, { channel, node, receive }: Place): Promise<Link> {
  const database = client.db();
  const collection = database.collection<Entry>("sio_serve_messages");
  await collection.createIndex({ at: 1 }, { expireAfterSeconds: keptSeconds });
  const stream = collection.watch<Entry, Mongo.ChangeStreamInsertDocument<Entry>>([
    {
      $match: {
        operationType: "insert",
        "fullDocument.channel": channel,
        "fullDocument.from": { $ne: node },
        "fullDocument.to": { $in: ["all", node] },
      },
    },
  ]);
  // It is open only once it has been read from.
  const first = await stream.tryNext();
  const take = ({ fullDocument: { bytes } }: Mongo.ChangeStreamInsertDocument<Entry>) => receive(bytesOf(bytes));
  if (first) take(first);
  const read = async (): Promise<Error> => {
    try {
      for (;;) take(await stream.next());
    } catch (error) {
      return error as Error;
    }
  };
  const writer = createWriter(collection);
  return {
    maxBytes,
    send: (bytes, to = "all") => writer.write({ channel, from: node, to, bytes, at: new Date() }),
    settle: () => Promise.all([writer.settle(), database.command({ ping: 1 })]),
    ended: read(),
    close: () => void client.close().catch(() => {}),
  };
}

/** What is read is a `Binary`, unless it was written as something else. */
function bytesOf(value: unknown): Uint8Array {
  const { buffer } = (value ?? {}) as { buffer?: unknown };
  return buffer instanceof Uint8Array ? buffer : new Uint8Array();
}

/** Without what is for the adapter: the client takes no parameter that it does not know. */
function hrefOf(url: URL): string {
  const known = new URL(url);
  known.searchParams.delete("mode");
  return known.href;
}
