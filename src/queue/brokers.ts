import { importOptional } from "../lib/optional-package.ts";
import type { Broker, OpenLink } from "./link.ts";

/** The brokers that Flask-SocketIO is most used with. */
const brokers: readonly Broker[] = [
  {
    schemes: ["redis", "rediss"],
    needs: { name: "redis", install: "npm install redis" },
    load: async (client) => (await import("./brokers/redis.ts")).redisLink(client),
  },
  {
    schemes: ["amqp", "amqps"],
    needs: { name: "amqplib", install: "npm install amqplib" },
    load: async (client) => (await import("./brokers/amqp.ts")).amqpLink(client),
  },
];

/** The schemes of the URLs that name a queue, without the colon. */
export const queueSchemes: readonly string[] = brokers.flatMap(({ schemes }) => schemes);

/**
 * Loads the client of a broker, of the project in `root` first.
 *
 * @throws SioError `config` with the command that installs it, if it is missing
 */
export async function loadBroker(url: URL, root: string): Promise<OpenLink> {
  const scheme = url.protocol.slice(0, -1);
  const broker = brokers.find(({ schemes }) => schemes.includes(scheme));
  if (!broker) throw new Error(`No broker has the scheme ${scheme}, though the settings have let it through.`);
  return broker.load(await importOptional(broker.needs, { by: `The queue ${scheme}://`, root }));
}
