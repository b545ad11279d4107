import type { ServerOptions } from "socket.io";
import type { Config } from "../config/options.ts";
import type { Check } from "../features/feature.ts";
import { loadParser } from "./parser.ts";

/** Where {@link socketOptions} looks beyond the settings. */
export interface Surroundings {
  /** Asked for every handshake, on every transport. */
  readonly checks: readonly Check[];
  /** The folder of the project, whose packages the settings may name. */
  readonly root: string;
}

/** What Socket.IO is told. */
export async function socketOptions(config: Config, { checks, root }: Surroundings): Promise<Partial<ServerOptions>> {
  const { cors, corsCredentials, cookie, perMessageDeflate, compressionThreshold: threshold } = config;
  const { connectionStateRecovery: maxDisconnectionDuration } = config;
  const parser = await loadParser(config.parser, root);
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
    // A WebSocket that keeps its dictionary between messages compresses all of them, whatever the threshold says.
    perMessageDeflate: perMessageDeflate && { threshold, serverNoContextTakeover: true },
    cleanupEmptyChildNamespaces: true,
    // Where no other origin is let in, browsers need no answer to their questions, and no client pays for asking.
    ...(cors.length > 0 && { cors: { origin: cors === "*" ? "*" : [...cors], credentials: corsCredentials } }),
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
