import { rmSync } from "node:fs";
import { catchCrashes } from "../../run/crashes.ts";
import { faultLog } from "../../run/faults.ts";
import { LiveServer } from "../../run/live-server.ts";
import { RestartNeeded } from "../../run/restart-needed.ts";
import { app } from "../../run/served-app.ts";
import type { Started } from "../../run/start.ts";
import { membership } from "../../run/workers/membership.ts";
import { linkToPrimary, listeningWith, type PrimaryLink } from "../../run/workers/primary-link.ts";
import { rosterOver } from "../../run/workers/roster.ts";
import { readSeat, type Seat, seatVariable } from "../../run/workers/seat.ts";
import { awaitStop } from "../../run/workers/signals.ts";
import { tellable } from "../../run/workers/told-error.ts";
import type { Edge } from "../edge.ts";
import { environmentOf } from "../environment.ts";
import { createLog } from "../log.ts";
import { handlersGraph } from "../modules.ts";
import { answerOf } from "../outcomes.ts";
import { statusOf } from "../report.ts";
import type { LoadedSettings, ReadSettings } from "../settings.ts";
import { reportStart } from "../start-report.ts";

/** Serves as one of several, and does what the primary says. Resolves with the exit status. */
export async function serveAsWorker(readSettings: ReadSettings, edge: Edge): Promise<number> {
  const link = linkToPrimary(process);
  try {
    return await work(readSettings, edge, link);
  } catch (error) {
    // The primary says it, once for all workers.
    await new Promise<void>((said) => link.say({ kind: "failed", error: tellable(error) }, undefined, said));
    return statusOf(error);
  } finally {
    link.close();
  }
}

async function work(readSettings: ReadSettings, edge: Edge, link: PrimaryLink): Promise<number> {
  const seat = readSeat(edge.env[seatVariable] ?? "");
  // Processes that the handlers start are no workers.
  delete edge.env[seatVariable];
  // It may come before there is anything to end.
  const stop = awaitStop(link);
  const environment = environmentOf(edge.env);
  let settings = onPortOf(seat, await readSettings(environment.own));
  const style = {
    level: () => settings.config.logLevel,
    format: settings.config.logFormat,
    write: edge.stdout,
    paint: edge.paint.stdout,
  };
  const log = await createLog({ ...style, worker: seat.number });
  const server: LiveServer<LoadedSettings> = new LiveServer({
    app,
    createGraph: () => handlersGraph(edge.cwd),
    root: edge.cwd,
    project: settings,
    reread: async () => onPortOf(seat, await readSettings(environment.own)),
    // The primary has, before it made this process.
    check: async () => {},
    adopt(project) {
      settings = project;
      environment.adopt(project.variables);
    },
    parts: {
      log,
      onFault: faultLog(log, (error) => server.userFrame(error)),
      features: [membership(seat, link)],
      crew: seat.folder,
      roster: rosterOver(link),
      siblings: listeningWith(link, settings.config),
    },
    agree: () => agreement(link),
  });

  let status = 0;
  const onFatal = () => {
    status = 1;
    link.say({ kind: "leaving" });
    server.stop();
  };
  const releaseCrashes = catchCrashes({ log, onFatal: settings.config.mode === "production" ? onFatal : undefined });
  // Nobody runs this process when the primary is gone, which cannot clean up any more. Node would end it, Bun would not.
  process.prependOnceListener("disconnect", () => {
    rmSync(seat.folder, { recursive: true, force: true });
    process.exit();
  });
  void stop.given.then(() => server.stop());
  link.on("load", () => void reload());
  const reload = async () => {
    const outcome = await server.update({ changed: undefined });
    const restart =
      outcome.kind === "failed" && outcome.error instanceof RestartNeeded ? outcome.error.reason : undefined;
    const answer = answerOf(outcome, { cwd: edge.cwd, config: settings.config, serving: true });
    link.say({ kind: "reloaded", answer, restart });
  };
  const announce = async (started: Started, workers: number) => {
    // It speaks for all of them.
    const ours = await createLog(style);
    await reportStart({ started, settings, registry: app.registry, edge, log: ours, workers });
  };
  try {
    const first = await server.update({ changed: undefined });
    if (first.kind === "failed") throw first.error;
    if (first.kind === "started") {
      const { address } = first.started;
      link.on("announce", ({ workers }) => void announce(first.started, workers));
      link.say({ kind: "ready", port: "port" in address ? address.port : undefined });
    }
    for (const unfinished of await server.ended) {
      log.warn(`When the time was up, ${unfinished} had not finished.`);
      status = 1;
    }
    return status;
  } finally {
    server.close();
    stop.release();
    releaseCrashes();
  }
}

/** Where a worker may choose its port, it takes the one that the others have. */
function onPortOf({ port }: Seat, settings: LoadedSettings): LoadedSettings {
  if (port === undefined || settings.config.port !== "auto") return settings;
  return { ...settings, config: { ...settings.config, port } };
}

/** Says that all is loaded, and waits for what becomes of it. */
async function agreement(link: PrimaryLink): Promise<void> {
  const stops: (() => void)[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      stops.push(
        link.on("commit", () => resolve()),
        link.on("abort", () => reject(new Error("Another worker could not load it."))),
      );
      link.say({ kind: "loaded" });
    });
  } finally {
    for (const stop of stops) stop();
  }
}
