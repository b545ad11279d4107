import { SioError } from "../errors.ts";
import type { Admin, ReloadAnswer } from "../run/admin.ts";
import { catchCrashes } from "../run/crashes.ts";
import { faultLog } from "../run/faults.ts";
import { LiveServer } from "../run/live-server.ts";
import type { Outcome } from "../run/outcome.ts";
import { listenForHangup } from "../run/reload-signal.ts";
import { app } from "../run/served-app.ts";
import { waitForStop } from "../run/signals.ts";
import type { FileUpdates } from "../run/watching.ts";
import { countOf, seatVariable } from "../run/workers/seat.ts";
import { checkAtStart } from "./doctor/at-start.ts";
import type { Edge } from "./edge.ts";
import { environmentOf } from "./environment.ts";
import type { Keyboard } from "./keys/keyboard.ts";
import { hasHotkeys } from "./keys/wanted.ts";
import { createLog } from "./log.ts";
import { handlersGraph } from "./modules.ts";
import { answerOf, lineOf } from "./outcomes.ts";
import type { LoadedSettings, ReadSettings } from "./settings.ts";
import { reportStart, warnIfEmpty } from "./start-report.ts";

/** Serves until a signal or `stop()`. Resolves with the exit status. */
export async function serve(readSettings: ReadSettings, edge: Edge): Promise<number> {
  // Loaded only where there are several processes, because one must start fast.
  if (edge.env[seatVariable] !== undefined) {
    const { serveAsWorker } = await import("./workers/worker.ts");
    return serveAsWorker(readSettings, edge);
  }
  // Asked for before the settings are read, so that one waits for the disk while the other does.
  const environment = environmentOf(edge.env);
  let settings = await readSettings(environment.own);
  const log = await createLog({
    level: () => settings.config.logLevel,
    format: settings.config.logFormat,
    write: edge.stdout,
    paint: edge.paint.stdout,
  });
  const told = new Set<string>();
  const check = (project: LoadedSettings) => checkAtStart(project, { cwd: edge.cwd, log, told });
  if (countOf(settings.config.workers) > 1) {
    const { supervise } = await import("./workers/supervise.ts");
    for (const warning of settings.warnings) log.warn(warning);
    await check(settings);
    const reread = async () => {
      const next = await readSettings(environment.own);
      await check(next);
      return next;
    };
    const openAdmin = async (reload: () => Promise<ReloadAnswer>) =>
      settings.config.adminSocket ? openAdminOf(edge, reload) : undefined;
    const adopt = (next: LoadedSettings) => {
      settings = next;
    };
    return supervise({ settings, reread, adopt, openAdmin, edge, log });
  }
  const server: LiveServer<LoadedSettings> = new LiveServer({
    app,
    createGraph: () => handlersGraph(edge.cwd),
    root: edge.cwd,
    project: settings,
    reread: () => readSettings(environment.own),
    check,
    adopt(project) {
      settings = project;
      environment.adopt(project.variables);
    },
    parts: { log, onFault: faultLog(log, (error) => server.userFrame(error)) },
  });
  const surroundings = () => ({ cwd: edge.cwd, config: settings.config, serving: server.serving });
  let failed = false;
  const tell = async (outcome: Outcome) => {
    const isNews = outcome.kind !== "unchanged" || failed;
    failed = outcome.kind === "failed";
    if (!isNews) return;
    if (outcome.kind === "started") {
      for (const warning of settings.warnings) log.warn(warning);
      await reportStart({ started: outcome.started, settings, registry: app.registry, edge, log });
      return;
    }
    const { level, message, fields } = lineOf(outcome, surroundings());
    log[level](message, fields);
    if (outcome.kind === "reloaded") warnIfEmpty(app.registry, log);
  };

  let status = 0;
  let updates: FileUpdates | undefined;
  let admin: Admin | undefined;
  let keys: Keyboard | undefined;
  const onFatal = () => {
    status = 1;
    server.stop();
  };
  const reload = async () => {
    const outcome = await server.update({ changed: undefined, noticedAt: performance.now() });
    await tell(outcome);
    await updates?.follow(outcome.kind === "failed");
    return answerOf(outcome, surroundings());
  };
  const releaseCrashes = catchCrashes({ log, onFatal: settings.config.mode === "production" ? onFatal : undefined });
  const signals = waitForStop({ onSecond: (exit) => process.exit(exit) });
  const stopListening = listenForHangup({ onReload: () => void reload(), onTerminalGone: () => server.stop() });
  void signals.stop.then((signal) => {
    const seconds = settings.config.shutdownTimeout / 1_000;
    log.info(`Stopping (${signal}): running handlers have ${seconds} s to finish. Again to stop at once.`);
    server.stop();
  });
  try {
    if (settings.config.adminSocket) admin = await openAdminOf(edge, reload);
    const since = Date.now();
    const first = await server.update({ changed: undefined });
    if (first.kind === "failed" && !mayRecover(first.error, settings)) throw first.error;
    await tell(first);
    if (settings.config.watch) {
      // Loaded here because starting without it must stay fast.
      const { updateOnChange } = await import("../run/watching.ts");
      const onError = (error: unknown) => log.warn(`Watching files failed: ${String(error)}`, { error });
      updates = updateOnChange({ server, root: edge.cwd, onOutcome: tell, onError }, since);
      await updates.follow(first.kind === "failed");
    }
    if (hasHotkeys(settings.config, edge)) {
      const { openHotkeys } = await import("./keys/hotkeys.ts");
      keys = openHotkeys({ edge, app, config: () => settings.config, log, reload });
    }
    for (const unfinished of await server.ended) {
      log.warn(`When the time was up, ${unfinished} had not finished.`);
      status = 1;
    }
    log.info("Stopped");
    return status;
  } finally {
    keys?.close();
    await admin?.close();
    await updates?.close();
    server.close();
    stopListening();
    signals.close();
    releaseCrashes();
  }
}

async function openAdminOf({ cwd, env }: Edge, reload: () => Promise<ReloadAnswer>): Promise<Admin> {
  const [{ openAdmin }, { adminPath }] = await Promise.all([import("../run/admin.ts"), import("../run/admin-path.ts")]);
  return openAdmin(adminPath({ folder: cwd, env }), reload);
}

/** Whoever watches is writing the handlers, and the next save may be the one that loads. */
function mayRecover(error: unknown, { config }: LoadedSettings): boolean {
  return config.watch && error instanceof SioError && error.code === "handlers";
}
