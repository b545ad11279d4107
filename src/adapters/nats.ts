import { importOptional } from "../lib/optional-package.ts";
import type { Adapter } from "./adapter.ts";
import type { NatsClient } from "./nats/dial.ts";

const client = { name: "@nats-io/transport-node", install: "npm install @nats-io/transport-node" };

/** Core NATS: nothing is stored. The server is asked by what each message is for, so that answers go only to whoever asked. */
export const nats: Adapter = {
  about: "a NATS server or cluster",
  schemes: ["nats", "nats+tls"],
  example: "nats://127.0.0.1:4222",
  modes: { core: { about: "NATS as it is, without JetStream", needs: [client], recovers: false } },
  async load(_mode, root) {
    const loaded = await importOptional(client, { by: "The adapter nats", root });
    const { connectOver } = await import("./bus/connect.ts");
    const { dialNats } = await import("./nats/dial.ts");
    return connectOver(dialNats(loaded as NatsClient));
  },
};
