import { dirname } from "node:path";
import { isBelow } from "../lib/version.ts";
import type { Inventory } from "./inventory.ts";
import { failing } from "./v2-code/failing.ts";
import { silent } from "./v2-code/silent.ts";

/**
 * Whether any rule could find something as bad as a warning. A start asks this first: for the usual project the answer is no, and then the
 * rules need not be loaded at all. It MUST NOT say no where a rule would find something; to say yes for nothing only costs time.
 */
export function deservesALook(inventory: Inventory): boolean {
  return suspicions.some((isSuspicious) => isSuspicious(inventory));
}

/** Packages that no rule minds the presence of are not among them: socket.io and its client, ws, and clients of Redis. */
const minded = [
  ...["engine.io", "engine.io-client", "socket.io-parser", "socket.io-adapter", "socket.io-msgpack-parser"],
  ...["redis", "redis-streams", "cluster", "mongo", "postgres"].map((name) => `@socket.io/${name}-adapter`),
  ...["socket.io-redis", "socket.io-ioredis", "socket.io-adapter-mongo", "mongo.socket.io"],
  ...["socket.io-emitter", "@socket.io/redis-emitter", "@socket.io/bun-engine", "uWebSockets.js", "uws"],
  ...["socketio", "socket-io", "socketio-jwt", "express-status-monitor", "express-ws"],
  ...["@nestjs/platform-socket.io", "@feathersjs/socketio", "fastify-socket.io"],
];

/** The versions of what the server runs on that no rule minds, from the first to the one before the second. */
const sound: Readonly<Record<string, readonly [from: string, before: string]>> = {
  "socket.io": ["4.8.4", "5.0.0"],
  "socket.io-parser": ["4.2.7", "5.0.0"],
  "socket.io-adapter": ["2.5.0", "3.0.0"],
  "engine.io": ["6.6.7", "7.0.0"],
  ws: ["8.21.0", "9.0.0"],
};

/** What every address of a client of version 1 or 2 has, and the first line of its code. */
const oldClient = /socket\.io(?:-client)?[-/@ ][~^v]?[0-2](?!\d)/i;

const suspicions: readonly ((inventory: Inventory) => boolean)[] = [
  ({ config }) => config.parser !== "default",
  (inventory) => minded.some((name) => inventory.declared(name).length > 0),
  (inventory) => Object.entries(sound).some(([name, versions]) => !isSound(inventory.serving(name)?.version, versions)),
  ({ declared, loaded }) =>
    declared("socket.io-client").some((place) =>
      isBelow(loaded("socket.io-client", place)?.version ?? "0.0.0", "4.0.0"),
    ),
  ({ loaded, serving }) => ["bufferutil", "utf-8-validate"].some((name) => loaded(name, serving("ws")) !== undefined),
  hasOtherCopies,
  ({ handlers }) => [...failing, ...silent].some(({ sign }) => handlers.some(({ text }) => sign.test(text))),
  ({ pages }) => pages.some(({ text }) => oldClient.test(text)),
];

/** What is not there has no faults. */
function isSound(version: string | undefined, [from, before]: readonly [string, string]): boolean {
  return version === undefined || (!isBelow(version, from) && isBelow(version, before));
}

function hasOtherCopies({ declared, loaded, serving, handlers }: Inventory): boolean {
  const server = serving("socket.io");
  const folders = [...new Set(handlers.map(({ path }) => dirname(path)))];
  const copies = [loaded("socket.io"), ...folders.map((folder) => loaded("socket.io", { folder }))];
  if (copies.some((copy) => copy && copy !== server)) return true;
  return copies.every((copy) => copy === undefined) && declared("socket.io").length > 0;
}
