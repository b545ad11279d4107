import type { CrewFigures, OwnFigures, Roster, WorkerFigures } from "../../features/figures.ts";
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

/** Asks workers for their figures. */
export async function countAll(primary: OwnFigures, workers: readonly WorkerProcess[]): Promise<CrewFigures> {
  return { primary, workers: await Promise.all(workers.map(count)) };
}

async function count(process: WorkerProcess): Promise<WorkerFigures> {
  const figures = await within(answerMs, process.figures(), () => new Error("late")).catch(() => undefined);
  return { worker: process.seat.number, pid: process.pid, figures };
}
