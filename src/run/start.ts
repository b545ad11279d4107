import { type Encryption, isEncrypted } from "../config/encryption.ts";
import type { Config } from "../config/options.ts";
import type { Address } from "../engines/engine.ts";
import { SioError } from "../errors.ts";
import { autoPorts } from "../server/listen.ts";
import type { Parts } from "../server/parts.ts";
import { openServer, type RunningServer } from "../server/server.ts";
import { loadSocketIO, type SocketIOCopy } from "../server/socket-io.ts";

/** What is started; the project's own copy of Socket.IO is used if it has one. */
export type Start = Omit<Parts, "Server">;

/** A started server, and what it runs on. */
export interface Started extends RunningServer {
  readonly socketIO: SocketIOCopy;
}

/** Starts a server in this process. */
export async function start(parts: Start): Promise<Started> {
  const socketIO = loadSocketIO(parts.config.handlers ?? parts.root);
  try {
    const server = await openServer({ ...parts, Server: socketIO.Server });
    return { ...server, socketIO };
  } catch (error) {
    throw listenError(error, parts.config) ?? error;
  }
}

/** What runs after a restart. */
export interface Restarted {
  readonly started: Started;
  /** Why it is the server of before, made again. */
  readonly error?: unknown;
}

/**
 * Makes a server anew, as {@link RunningServer.replace} does.
 *
 * @throws SioError if the new one cannot be and nothing has changed
 */
export async function restart(former: Started, parts: Start, timeoutMs: number): Promise<Restarted> {
  const socketIO = loadSocketIO(parts.config.handlers ?? parts.root);
  try {
    const { server, error } = await former.replace({ ...parts, Server: socketIO.Server }, timeoutMs);
    return { started: { ...server, socketIO }, error };
  } catch (error) {
    throw listenError(error, parts.config) ?? error;
  }
}

/** Why listening can fail, by the system's code, in words that say what to do. */
const reasons: Readonly<Record<string, (config: Config) => SioError>> = {
  EADDRINUSE: (config) =>
    config.unixSocket === undefined
      ? portTaken(config)
      : new SioError("unavailable", `${config.unixSocket} is taken: another server listens there.`, {
          hint: `Stop that one, or choose another path. To see which it is: lsof ${config.unixSocket}`,
        }),
  // Node gives this code for the missing folder of a Unix socket too.
  EACCES: (config) =>
    config.unixSocket === undefined
      ? new SioError("unavailable", `This user may not listen on ${config.host}:${config.port}.`, {
          hint: "Ports below 1024 are the system's; choose a higher one: --port 8080",
        })
      : new SioError("unavailable", `${config.unixSocket} cannot be created.`, {
          hint: "Its folder must exist, and this user must be allowed to write there.",
        }),
  // Deno has one code for both.
  EINVAL: (config) =>
    config.host.startsWith("fe80:")
      ? new SioError("unavailable", `The system cannot listen on ${config.host}.`, {
          hint: "A link-local address needs its interface: --host fe80::1%eth0",
        })
      : notOurs(config),
  EADDRNOTAVAIL: notOurs,
  ENOTFOUND: noAddress,
  EAI_AGAIN: noAddress,
};

function portTaken({ host, port }: Config): SioError {
  if (port === "auto") {
    const { first, many } = autoPorts;
    return new SioError("unavailable", `All ports from ${first} to ${first + many - 1} on ${host} are taken.`, {
      hint: "Take any other that is free: --port 0",
    });
  }
  return new SioError("unavailable", `Port ${port} on ${host} is taken, perhaps by another server that still runs.`, {
    hint: `Take the next that is free: --port auto, or any: --port 0. To see who has it: lsof -i :${port}`,
  });
}

function notOurs({ host }: Config): SioError {
  return new SioError("unavailable", `This machine has no address ${host}.`, {
    hint: "Use 127.0.0.1 for this machine only, or 0.0.0.0 for every network: --host 0.0.0.0",
  });
}

function noAddress({ host }: Config): SioError {
  return new SioError("unavailable", `The host ${host} has no address.`, {
    hint: "Name an address of this machine: --host 127.0.0.1",
  });
}

function listenError(error: unknown, config: Config): SioError | undefined {
  const { code = "", syscall } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  // Where the primary listens for its workers, it is "bind".
  if (syscall !== "listen" && syscall !== "bind" && syscall !== "getaddrinfo") return undefined;
  return reasons[code]?.(config);
}

/** The URL that a browser on this machine opens, or the path of the Unix socket. */
export function urlOf(address: Address, encryption: Encryption): string {
  if ("unixSocket" in address) return address.unixSocket;
  const host = reachable[address.host] ?? address.host;
  return `${isEncrypted(encryption) ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}

/** Nobody can open "every address", so its URL names this machine. */
const reachable: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
