import { nodesKnownTo } from "../../adapters/reached.ts";
import type { Installation } from "../feature.ts";
import type { Answer } from "./answer.ts";
import type { CrewFigures, Figures } from "./figures.ts";
import { sumOf } from "./sum.ts";

/** The figures of this server: how long it lives, its clients, the servers that know each other, and what was dropped. */
export async function stats(installation: Installation): Promise<Answer> {
  const { roster } = installation;
  return { status: 200, body: roster ? together(await roster.ask()) : await figures(installation) };
}

/** The figures of this process. */
export async function figures({ io, drops }: Pick<Installation, "io" | "drops">): Promise<Figures> {
  // Socket.IO has no public list of its namespaces.
  const clients = Object.fromEntries([...io._nsps].map(([name, { sockets }]) => [name, sockets.size]));
  const nodes = await nodesKnownTo(io.of("/").adapter, 500);
  return { pid: process.pid, uptime: Math.floor(process.uptime()), nodes, clients, dropped: drops.counts };
}

/** What the processes of one server come to, and what each has. */
function together({ primary, workers }: CrewFigures): object {
  const known = workers.flatMap(({ figures }) => figures ?? []);
  return {
    pid: primary.pid,
    uptime: primary.uptime,
    nodes: Math.max(1, ...known.map(({ nodes }) => nodes)),
    clients: sumOf(known.map(({ clients }) => clients)),
    dropped: sumOf([primary, ...known].map(({ dropped }) => dropped)),
    workers: workers.map(({ worker, pid, figures }) => {
      if (!figures) return { worker, pid, answers: false };
      const { uptime, clients, dropped } = figures;
      return { worker, pid, answers: true, uptime, clients, dropped };
    }),
  };
}
