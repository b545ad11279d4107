import type { CrewFigures, Roster, WorkerFigures } from "../../features/admin/figures.ts";
import type { DropCounts } from "../../lib/drops.ts";
import { within } from "../../lib/within.ts";
import type { PrimaryLink } from "./primary-link.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** How long a worker has to say its figures, in ms. */
const answerMs = 1_000;

/** The roster of a worker, by way of the primary. */
export function rosterOver(link: PrimaryLink): Roster {
  return {
    answer: (give) =>
      link.on("count", () => {
        void give().then((figures) => link.say({ kind: "counted", figures }));
      }),
    ask: () =>
      new Promise<CrewFigures>((resolve) => {
        const stop = link.on("figures", ({ figures }) => {
          stop();
          resolve(figures);
        });
        link.say({ kind: "ask" });
      }),
  };
}

/** Asks workers for their figures. Their primary is this process, which has dropped so much. */
export async function countAll(workers: readonly WorkerProcess[], dropped: DropCounts): Promise<CrewFigures> {
  const primary = { pid: process.pid, uptime: Math.floor(process.uptime()), dropped };
  return { primary, workers: await Promise.all(workers.map(count)) };
}

async function count(worker: WorkerProcess): Promise<WorkerFigures> {
  const figures = await within(answerMs, worker.figures(), () => new Error("late")).catch(() => undefined);
  return { worker: worker.seat.number, pid: worker.pid, figures };
}
