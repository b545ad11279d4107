import { isEncrypted } from "../../config/encryption.ts";
import type { Config } from "../../config/options.ts";
import { SioError } from "../../errors.ts";
import { isLoopback } from "../../lib/loopback.ts";
import type { Place, Upstream } from "./addresses.ts";

/** What the command line says about a proxy, besides the settings of the servers behind it. */
export interface Wishes {
  /** The domain that it answers for; every one if left out. */
  readonly name: string | undefined;
  /** Where it listens; the usual ports if left out. */
  readonly listen: Place | undefined;
  /** The servers behind it; the one of the settings if empty. */
  readonly upstreams: readonly Upstream[];
}

/** What a proxy has to know. */
export interface Site extends Omit<Wishes, "upstreams"> {
  readonly upstreams: readonly [Upstream, ...Upstream[]];
  /** Whether all of them are on the proxy's own machine. */
  readonly local: boolean;
  /** Whether the servers speak TLS themselves. */
  readonly encrypted: boolean;
  /** Where Socket.IO answers, with a slash at both ends. */
  readonly path: string;
  /** Whether the requests of one client must all reach one server. */
  readonly sticky: boolean;
  /** How long a connection may be silent before it counts as dead, in whole seconds. */
  readonly idleSeconds: number;
  /** The largest request, in whole kB. */
  readonly bodyKb: number;
  /** The address that tells whether a server takes clients, if there is one. */
  readonly readyPath: string | undefined;
  /** What `trustProxy` should be, where nobody has set it. */
  readonly trustAdvice: string | undefined;
}

/**
 * Joins the settings in force with the wishes.
 *
 * @throws SioError `usage` if the servers listen on a port that nobody knows beforehand, or a path cannot be written for a proxy
 */
export function siteOf(config: Config, { name, listen, upstreams: named }: Wishes): Site {
  const [first = ownUpstream(config), ...others] = named;
  const upstreams = [first, ...others] as const;
  const local = upstreams.every((upstream) => "unixSocket" in upstream || isLoopback(upstream.host));
  return {
    name,
    listen,
    upstreams,
    local,
    encrypted: isEncrypted(config),
    path: pathOf(config),
    sticky: upstreams.length > 1 && config.transports.includes("polling"),
    idleSeconds: Math.max(leastIdleSeconds, Math.ceil((config.pingInterval + config.pingTimeout) / 1_000) + 10),
    bodyKb: Math.ceil(config.maxHttpBufferSize / 1_024),
    readyPath: config.health ? "/readyz" : undefined,
    trustAdvice: trustAdviceFor(config, { local }),
  };
}

/** Handlers may have HTTP routes that take their time. */
const leastIdleSeconds = 60;

function pathOf({ path }: Config): string {
  if (/^[\w./~@%+-]+$/.test(path)) return path.replace(/\/*$/, "/");
  throw new SioError("usage", `The path ${path} has characters that mean something else to a proxy.`, {
    hint: "Choose one of letters, digits and any of . _ ~ - : --path /socket.io",
  });
}

function trustAdviceFor({ trustProxy }: Config, { local }: { readonly local: boolean }): string | undefined {
  if (typeof trustProxy === "number" || trustProxy.length > 0) return undefined;
  return local ? "loopback" : "uniquelocal";
}

function ownUpstream({ host, port, unixSocket }: Config): Upstream {
  if (unixSocket !== undefined) return { unixSocket };
  if (port !== "auto" && port !== 0) return { host: reachable[host] ?? host, port };
  throw new SioError("usage", `A proxy needs a port that stays the same, and the port is ${port}.`, {
    hint: "Name it: --port 5000, or --upstream 127.0.0.1:5000",
  });
}

/** What listens on every address is reached on this machine's own. */
const reachable: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
