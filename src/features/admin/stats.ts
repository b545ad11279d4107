import { nodesKnownTo } from "../../adapters/reached.ts";
import type { Installation } from "../feature.ts";
import type { Answer } from "./answer.ts";

/** The figures of this process: how long it lives, its clients, the servers that know each other, and what was dropped. */
export async function stats({ io, drops }: Pick<Installation, "io" | "drops">): Promise<Answer> {
  // Socket.IO has no public list of its namespaces.
  const clients = Object.fromEntries([...io._nsps].map(([name, { sockets }]) => [name, sockets.size]));
  const nodes = await nodesKnownTo(io.of("/").adapter);
  const uptime = Math.floor(process.uptime());
  return { status: 200, body: { pid: process.pid, uptime, nodes, clients, dropped: drops.counts } };
}
