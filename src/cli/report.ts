import { networkInterfaces } from "node:os";
import { relative } from "node:path";
import type { Registry } from "../app/registry.ts";
import type { Config } from "../config/options.ts";
import type { Address } from "../engines/engine.ts";
import { exitStatuses, SioError } from "../errors.ts";
import { maskUrl } from "../lib/broker-url.ts";
import { isLoopback } from "../lib/loopback.ts";
import { urlOf } from "../run/start.ts";
import type { ChosenEngine } from "../server/choose-engine.ts";
import { autoPorts } from "../server/listen.ts";
import type { Paint } from "./terminal.ts";

/** What the banner tells. */
export interface Banner {
  readonly version: string;
  /** What the process runs on, with its version. */
  readonly runtime: string;
  readonly cwd: string;
  readonly config: Config;
  readonly configFile: string | undefined;
  readonly address: Address;
  readonly engine: Pick<ChosenEngine, "name" | "passedOver">;
  readonly registry: Registry;
  readonly socketIO: { readonly version: string; readonly own: boolean };
  /** How many processes serve. */
  readonly workers: number;
  /** Whether keys do something while it runs. */
  readonly hasKeys: boolean;
  readonly paint: Paint;
}

/** What runs, where, and the line that a client needs. */
export function banner({
  version,
  runtime,
  cwd,
  config,
  configFile,
  address,
  engine,
  registry,
  socketIO,
  workers,
  hasKeys,
  paint,
}: Banner): string {
  const url = urlOf(address, config);
  const rows: (readonly [string, string])[] = [
    ["local", paint.cyan(url) + paint.dim(portNote(address, config))],
    ...networkUrls(address, config)
      .filter((network) => network !== url)
      .map((network) => ["network", paint.cyan(network)] as const),
    ["handlers", `${relative(cwd, config.handlers ?? "") || "none"}  ${paint.dim(handlersOf(registry))}`],
    [
      "engine",
      `${engine.name}, ${config.transports.join(" + ")}  ${paint.dim(`socket.io ${socketIO.version}${socketIO.own ? " of this project" : ""}`)}`,
    ],
    ...(config.adapter === undefined ? [] : [["adapter", adapterRow(config.adapter, config)] as const]),
    ...(config.adminPort === undefined ? [] : [["admin", adminRow(config.adminHost, config.adminPort)] as const]),
    ...(config.https ? [["https", paint.yellow(developmentNote)] as const] : []),
    ["runtime", runtime],
    ...(workers > 1 ? [["workers", String(workers)] as const] : []),
    ...(config.static === undefined ? [] : [["static", relative(cwd, config.static) || "."] as const]),
    ...(configFile === undefined ? [] : [["config", relative(cwd, configFile)] as const]),
    ...("unixSocket" in address ? [] : [["client", paint.dim(clientLine(url, config))] as const]),
  ];
  const lines = rows.map(([name, value]) => `  ${paint.bold(name.padEnd(9))} ${value}`);
  return `\n  ${paint.bold(paint.green("sio-serve"))} ${paint.dim(version)}  ${paint.dim(config.mode)}\n\n${lines.join("\n")}\n\n${hasKeys ? paint.dim(keysNote) : ""}`;
}

const developmentNote = "browsers will warn of this certificate; one of mkcert, given as --tls-cert, they trust";
const keysNote = "  h shows the keys, q quits\n\n";

/** Says that the port is not the one that is usual. */
function portNote(address: Address, { port }: Config): string {
  const { first } = autoPorts;
  if (port !== "auto" || "unixSocket" in address || address.port === first) return "";
  return `  ${address.port === first + 1 ? `port ${first} is` : `ports ${first} to ${address.port - 1} are`} taken`;
}

function adapterRow(adapter: string, { channel }: Config): string {
  return `${maskUrl(adapter)}  channel ${channel}`;
}

function adminRow(host: string, port: number): string {
  return `${urlOf({ host, port }, { https: false, tlsCert: undefined })}  POST /emit, GET /stats`;
}

function handlersOf(registry: Registry): string {
  const counted = registry
    .summary()
    .map(({ namespace, handlers }) => `${namespace} ${handlers} ${handlers === 1 ? "handler" : "handlers"}`);
  const plain = registry.plain.map(({ namespace }) => `${namespace} plain Socket.IO`);
  return [...counted, ...plain, ...(registry.http ? ["http routes"] : [])].join(" · ");
}

function clientLine(url: string, { path }: Config): string {
  return path === "/socket.io" ? `io("${url}")` : `io("${url}", { path: "${path}" })`;
}

/** The URLs that other machines on the network open; none where the server listens on this machine alone. */
export function networkUrls(address: Address, config: Config): readonly string[] {
  if ("unixSocket" in address || isLoopback(address.host)) return [];
  if (!["0.0.0.0", "::"].includes(address.host)) return [urlOf(address, config)];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address: host }) => urlOf({ host, port: address.port }, config));
}

/** An error on its way out: the user's own mistakes as message, detail and hint; ours whole. */
export function showError(
  error: unknown,
  { paint, verbose }: { readonly paint: Paint; readonly verbose: boolean },
): string {
  if (!(error instanceof SioError)) return `${paint.red("✖")} sio-serve has a bug, sorry:\n${stackOf(error)}\n`;
  const parts = [
    `${paint.red("✖")} ${error.message}`,
    error.detail,
    error.hint && `  ${paint.cyan("→")} ${error.hint}`,
    verbose && error.cause !== undefined && paint.dim(stackOf(error.cause)),
  ];
  return `${parts.filter(Boolean).join("\n")}\n`;
}

/** The status that the process ends with. */
export function statusOf(error: unknown): number {
  return exitStatuses[error instanceof SioError ? error.code : "bug"];
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error);
}
