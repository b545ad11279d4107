import { importOptional } from "../lib/optional-package.ts";
import type { Adapter } from "./adapter.ts";
import type { AmqpClient } from "./amqp/dial.ts";

const client = { name: "amqplib", install: "npm install amqplib" };

/** RabbitMQ, or what else speaks AMQP 0-9-1. */
export const amqp: Adapter = {
  about: "a RabbitMQ server or cluster",
  schemes: ["amqp", "amqps"],
  example: "amqp://guest:guest@127.0.0.1:5672",
  modes: {
    queues: {
      about: "an exchange for each channel, and a queue for each server, as long as it runs",
      needs: [client],
      recovers: false,
    },
  },
  async load(_mode, root) {
    const loaded = await importOptional(client, { by: "The adapter amqp", root });
    const { connectOver } = await import("./bus/connect.ts");
    const { dialAmqp } = await import("./amqp/dial.ts");
    return connectOver(dialAmqp(loaded as AmqpClient));
  },
};
