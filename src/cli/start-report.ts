import type { Registry } from "../app/registry.ts";
import type { Log } from "../lib/log.ts";
import { type Started, urlOf } from "../run/start.ts";
import { openBrowser } from "./browser.ts";
import type { Edge } from "./edge.ts";
import { hasHotkeys } from "./keys/wanted.ts";
import { banner, networkUrls } from "./report.ts";
import type { LoadedSettings } from "./settings.ts";
import { packageVersion, runtime } from "./version.ts";

/** What has been started, and with which settings. */
export interface StartReport {
  readonly started: Started;
  readonly settings: Pick<LoadedSettings, "config" | "configFile">;
  readonly registry: Registry;
  readonly edge: Edge;
  readonly log: Log;
  /** How many processes serve. */
  readonly workers?: number;
}

/** Tells that the server listens: the banner, or one line of JSON; and opens the page if that is wanted. */
export async function reportStart(report: StartReport): Promise<void> {
  const { started, settings, registry, edge, log, workers = 1 } = report;
  const { config, configFile } = settings;
  const { address, engine, socketIO } = started;
  const url = urlOf(address, config);
  if (config.logFormat === "json")
    log.info("Listening", { url, ...address, engine: engine.name, ...(workers > 1 && { workers }) });
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
        workers,
        hasKeys: hasHotkeys(config, edge),
        paint: edge.paint.stdout,
      }),
    );
  if (config.qr && config.logFormat === "pretty") await showQr(report);
  for (const sentence of engine.passedOver) log.info(`${sentence} The engine is ${engine.name}.`);
  warnIfEmpty(registry, log);
  if (config.open) await openBrowser(url, log);
}

/** Tells of handlers that answer nothing, which are served all the same. */
export function warnIfEmpty(registry: Registry, log: Log): void {
  if (!registry.isEmpty) return;
  log.warn("The handlers register nothing. Call on(event, handler), or export a default function.");
}

async function showQr({ started: { address }, settings: { config }, edge, log }: StartReport): Promise<void> {
  const [url] = networkUrls(address, config);
  if (url === undefined) return log.warn("There is no QR code, because no address of this machine is on a network.");
  const { qrCode } = await import("./qr.ts");
  edge.stdout(await qrCode(url));
}
