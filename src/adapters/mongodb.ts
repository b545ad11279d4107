import { importOptional } from "../lib/optional-package.ts";
import type { Adapter } from "./adapter.ts";
import type { MongoClientLibrary } from "./mongodb/dial.ts";

const client = { name: "mongodb", install: "npm install mongodb" };

/** MongoDB, by the change stream of a collection. */
export const mongodb: Adapter = {
  about: "a MongoDB replica set or sharded cluster; not yet run against a real one",
  schemes: ["mongodb", "mongodb+srv"],
  example: "mongodb://127.0.0.1:27017/app?replicaSet=rs0",
  modes: {
    stream: {
      about: "a collection and its change stream, so a replica set; not yet run against a real one",
      needs: [client],
      recovers: false,
    },
  },
  async load(_mode, root) {
    const loaded = await importOptional(client, { by: "The adapter mongodb", root });
    const { connectOver } = await import("./bus/connect.ts");
    const { dialMongo } = await import("./mongodb/dial.ts");
    return connectOver(dialMongo(loaded as MongoClientLibrary));
  },
};
