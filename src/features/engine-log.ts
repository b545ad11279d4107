import type { IncomingMessage } from "node:http";
import { logLevels } from "../lib/log.ts";
import { proxiesOf } from "../lib/proxies.ts";
import type { Feature } from "./feature.ts";

/** A packet of Engine.IO. */
interface Packet {
  readonly type: string;
  readonly data?: string | ArrayBuffer | ArrayBufferView;
}

/** A connection of Engine.IO, as far as its documented events tell of it. */
interface Connection {
  readonly id: string;
  readonly transport: { readonly name: string };
  readonly request: IncomingMessage;
  on(event: "packet" | "packetCreate", listener: (packet: Packet) => void): void;
  on(event: "upgrade", listener: (transport: Connection["transport"]) => void): void;
  on(event: "close", listener: (reason: string) => void): void;
}

/**
 * Logs what Engine.IO does, by the events that it documents: connections with their transport, and every packet either way. What clients
 * say is part of it.
 *
 * @see https://socket.io/docs/v4/server-api/#engine
 */
export const engineLog: Feature = {
  wanted: ({ engineLog }) => engineLog,

  install({ io, config, log }) {
    if (logLevels.indexOf(config.logLevel) > logLevels.indexOf("debug"))
      log.warn(
        `The engine's lines are of the level debug, and the log's level is ${config.logLevel}: --log-level debug`,
      );
    const proxies = proxiesOf(config.trustProxy);
    io.engine.on("connection", (connection: Connection) => {
      const { id, request } = connection;
      const say = (what: string, fields: Readonly<Record<string, unknown>>) =>
        log.debug(`engine ${id} ${what}`, { engine: id, ...fields });
      const { name: transport } = connection.transport;
      const from = proxies.addressOf(request);
      say(`opened over ${transport} from ${from}`, { transport, from });
      connection.on("packet", (packet) => say(`received ${shown(packet)}`, { packet: packet.type }));
      connection.on("packetCreate", (packet) => say(`sends ${shown(packet)}`, { packet: packet.type }));
      connection.on("upgrade", ({ name }) => say(`changed to ${name}`, { transport: name }));
      connection.on("close", (reason) => say(`closed: ${reason}`, { reason }));
    });
    return {};
  },
};

/** How much of a text packet a line shows, in characters. */
const longest = 200;

function shown({ type, data }: Packet): string {
  if (data === undefined) return type;
  if (typeof data !== "string") return `${type} of ${data.byteLength} bytes`;
  return data.length > longest ? `${type} ${data.slice(0, longest)}… (${data.length} characters)` : `${type} ${data}`;
}
