import type { Registry } from "../app/registry.ts";
import type { Log } from "../lib/log.ts";
import { type Started, urlOf } from "../run/start.ts";
import type { Edge } from "./edge.ts";
import { banner } from "./report.ts";
import type { LoadedSettings } from "./settings.ts";
import { packageVersion, runtime } from "./version.ts";

/** What has been started, and with which settings. */
export interface StartReport {
  readonly started: Started;
  readonly settings: Pick<LoadedSettings, "config" | "configFile">;
  readonly registry: Registry;
  readonly edge: Edge;
  readonly log: Log;
}

/** Tells that the server listens: the banner, or one line of JSON; and opens the page if that is wanted. */
export async function reportStart({ started, settings, registry, edge, log }: StartReport): Promise<void> {
  const { config, configFile } = settings;
  const { address, engine, socketIO } = started;
  const url = urlOf(address, config);
  if (config.logFormat === "json") log.info("Listening", { url, ...address, engine: engine.name });
  else if (!config.quiet)
    edge.stdout(
      banner({
        version: packageVersion(),
        runtime: runtime(),
        cwd: edge.cwd,
        config,
        configFile,
        address,
        engine,
        registry,
        socketIO,
        paint: edge.paint.stdout,
      }),
    );
  for (const sentence of engine.passedOver) log.info(`${sentence} The engine is ${engine.name}.`);
  if (registry.isEmpty)
    log.warn("The handlers register nothing. Call on(event, handler), or export a default function.");
  if (config.open) await openBrowser(url, log);
}

async function openBrowser(url: string, log: Log): Promise<void> {
  const { default: open } = await import("open");
  await open(url).catch((error: unknown) => log.warn(`The browser could not be opened: ${String(error)}`));
}
