import type { Command } from "commander";
import { SioError } from "../../errors.ts";
import type { Log } from "../../lib/log.ts";
import { catchCrashes } from "../../run/crashes.ts";
import { faultLog } from "../../run/faults.ts";
import { loadHandlers } from "../../run/handlers.ts";
import { app } from "../../run/served-app.ts";
import { waitForStop } from "../../run/signals.ts";
import { urlOf } from "../../run/start.ts";
import type { Edge } from "../edge.ts";
import { addOptionFlags } from "../flags.ts";
import { createLog } from "../log.ts";
import { handlersGraph } from "../modules.ts";
import { banner } from "../report.ts";
import { type LoadedSettings, loadSettings } from "../settings.ts";
import { packageVersion, runtime } from "../version.ts";

/** Adds `sio serve [handlers]`, the default command: runs a server until it is told to stop. */
export function addServeCommand(program: Command, edge: Edge): void {
  const command = program.command("serve", { isDefault: true }).description("serve a file or folder of handlers");
  addOptionFlags(command);
  command.action(async () => {
    const settings = await loadSettings(edge, command);
    Object.assign(edge.env, settings.variables);
    process.exitCode = await serve(settings, edge);
  });
}

/** Serves until a signal or `stop()`. Resolves with the exit status. */
async function serve(settings: LoadedSettings, edge: Edge): Promise<number> {
  const { config, configFile, warnings } = settings;
  const { handlers } = config;
  if (handlers === undefined) throw noHandlers();
  const paint = edge.paint.stdout;
  const log = await createLog({ level: config.logLevel, format: config.logFormat, write: edge.stdout, paint });
  for (const warning of warnings) log.warn(warning);

  let status = 0;
  const stop = () => void app.stop();
  const onFatal =
    config.mode === "production"
      ? () => {
          status = 1;
          stop();
        }
      : undefined;
  const releaseCrashes = catchCrashes({ log, onFatal });
  const signals = waitForStop({ onSecond: (exit) => process.exit(exit) });
  const graph = handlersGraph(edge.cwd);
  try {
    const load = () => loadHandlers(app, { path: handlers, graph, root: edge.cwd });
    const onFault = faultLog(log, graph.userFrame);
    const { address, socketIO } = await app.serve({ config, log, root: edge.cwd, onFault, load });
    const { registry } = app;
    if (config.logFormat === "json") log.info("Listening", { url: urlOf(address, config), ...address });
    else if (!config.quiet)
      edge.stdout(
        banner({
          version: packageVersion(),
          runtime: runtime(),
          cwd: edge.cwd,
          config,
          configFile,
          address,
          registry,
          socketIO,
          paint,
        }),
      );
    if (registry.isEmpty)
      log.warn("The handlers register nothing. Call on(event, handler), or export a default function.");
    if (config.open) await openBrowser(urlOf(address, config), log);
    void signals.stop.then((signal) => {
      log.info(
        `Stopping (${signal}): running handlers have ${config.shutdownTimeout / 1_000} s to finish. Again to stop at once.`,
      );
      stop();
    });
    for (const unfinished of await app.whenStopped()) {
      log.warn(`When the time was up, ${unfinished} had not finished.`);
      status = 1;
    }
    log.info("Stopped");
    return status;
  } finally {
    graph.close();
    signals.close();
    releaseCrashes();
  }
}

function noHandlers(): SioError {
  return new SioError("usage", "Which handlers? None were named, and no config file names any.", {
    hint: "Name a file or folder: sio-serve handlers.ts",
  });
}

async function openBrowser(url: string, log: Log): Promise<void> {
  const { default: open } = await import("open");
  await open(url).catch((error: unknown) => log.warn(`The browser could not be opened: ${String(error)}`));
}
