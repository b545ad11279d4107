import { importOptional } from "../lib/optional-package.ts";
import type { Adapter } from "./adapter.ts";
import type { OfficialAdapter } from "./postgres/official.ts";
import type { PostgresClient } from "./postgres/session.ts";

const client = { name: "pg", install: "npm install pg" };
const official = { name: "@socket.io/postgres-adapter", install: "npm install @socket.io/postgres-adapter pg" };

/** PostgreSQL, by Socket.IO's own adapter. */
export const postgres: Adapter = {
  about: "a PostgreSQL database",
  schemes: ["postgres", "postgresql"],
  example: "postgres://user:password@127.0.0.1:5432/app",
  modes: {
    notify: {
      about: "LISTEN and NOTIFY, and a table for what is binary or larger than 8,000 bytes",
      needs: [official, client],
      recovers: false,
    },
  },
  async load(_mode, root) {
    const wanted = { by: "The adapter postgres", root };
    const [adapter, library] = await Promise.all([importOptional(official, wanted), importOptional(client, wanted)]);
    const { connectPostgres } = await import("./postgres/connect.ts");
    return connectPostgres(library as PostgresClient, adapter as OfficialAdapter);
  },
};
