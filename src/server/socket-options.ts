import type { ServerOptions } from "socket.io";
import type { Config } from "../config/options.ts";
import { SioError } from "../errors.ts";
import type { Check } from "../features/feature.ts";

/** What Socket.IO is told; `checks` are asked for every handshake, on every transport. */
export async function socketOptions(config: Config, checks: readonly Check[]): Promise<Partial<ServerOptions>> {
  const { cors, corsCredentials, cookie, perMessageDeflate, compressionThreshold: threshold } = config;
  const { connectionStateRecovery: maxDisconnectionDuration } = config;
  const parser = await loadParser(config.parser);
  return {
    path: config.path,
    serveClient: config.serveClient,
    // Engine.IO mutates its list.
    transports: [...config.transports],
    allowUpgrades: config.allowUpgrades,
    allowEIO3: config.allowEIO3,
    pingInterval: config.pingInterval,
    pingTimeout: config.pingTimeout,
    connectTimeout: config.connectTimeout,
    maxHttpBufferSize: config.maxHttpBufferSize,
    httpCompression: config.httpCompression && { threshold },
    perMessageDeflate: perMessageDeflate && { threshold },
    cleanupEmptyChildNamespaces: true,
    cors: { origin: cors === "*" ? "*" : [...cors], credentials: corsCredentials },
    ...(cookie !== undefined && { cookie: { name: cookie, path: "/", httpOnly: true, sameSite: "lax" as const } }),
    ...(maxDisconnectionDuration > 0 && { connectionStateRecovery: { maxDisconnectionDuration } }),
    ...(parser && { parser }),
    allowRequest(request, decide) {
      for (const check of checks) {
        const refusal = check(request);
        if (refusal !== undefined) return decide(refusal, false);
      }
      decide(undefined, true);
    },
  };
}

/** A parser as Socket.IO takes it. */
interface Parser {
  readonly Encoder: unknown;
  readonly Decoder: unknown;
}

async function loadParser(name: string): Promise<Parser | undefined> {
  if (name === "default") return undefined;
  const from = name === "msgpack" ? "socket.io-msgpack-parser" : name;
  const loaded = await import(from).catch((cause: unknown) => {
    throw new SioError("config", `The parser ${name} could not be loaded: ${(cause as Error).message}`, { cause });
  });
  const parser: Partial<Parser> = loaded.Encoder ? loaded : (loaded.default ?? {});
  if (typeof parser.Encoder === "function" && typeof parser.Decoder === "function") return parser as Parser;
  throw new SioError("config", `The parser ${name} must export the classes Encoder and Decoder.`);
}
