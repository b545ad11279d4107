import { lookup } from "node:dns/promises";
import { SioError } from "../errors.ts";
import { isLoopback } from "../lib/loopback.ts";

/** Where the server is, as every connection needs it. */
export interface Target {
  /** The URL as a report may show it: without credentials and query. */
  readonly shown: string;
  readonly secure: boolean;
  /** The name or address in the URL, without brackets. */
  readonly hostname: string;
  /** For the header of that name. */
  readonly host: string;
  readonly port: number;
  /** What the name stands for, every one checked; connections go nowhere else. */
  readonly addresses: readonly string[];
  /** Of Engine.IO's requests, up to the question mark; with a slash at its end. */
  readonly path: string;
  /** Sent with every request. */
  readonly query: readonly [name: string, value: string][];
  readonly namespace: string;
  /** Sent with every request, by names in lower case; with what the user name and password in the URL make. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether to go on where the certificate is not to be trusted. */
  readonly insecure: boolean;
}

/** What a URL leaves open. */
export interface TargetOptions {
  /** Default: /socket.io */
  readonly path?: string | undefined;
  /** Default: the path of the URL, as for `io(url)`. */
  readonly namespace?: string | undefined;
  readonly insecure: boolean;
  /** Sent with every request; names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether a server may be loaded that is not on this machine's loopback. */
  readonly anywhere: boolean;
}

/** Whether each scheme is encrypted. */
const schemes: Readonly<Record<string, boolean>> = { "http:": false, "ws:": false, "https:": true, "wss:": true };

/**
 * Reads the URL of a server and looks its name up, once: what was checked is what is connected to. Sends nothing to the server.
 *
 * @throws SioError `usage` if it is no such URL, or not on this machine without `anywhere`; `unavailable` if nobody knows the name
 */
export async function findTarget(text: string, options: TargetOptions): Promise<Target> {
  const url = parse(text);
  const secure = schemes[url.protocol] === true;
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = await addressesOf(hostname);
  const away = addresses.find((address) => !isLoopback(address));
  if (away !== undefined && !options.anywhere) throw notOurs(hostname, away);
  const { host = url.host, ...headers } = options.headers ?? {};
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return {
    shown: `${url.protocol}//${url.host}${url.pathname}`,
    secure,
    hostname,
    host,
    port: Number(url.port || (secure ? 443 : 80)),
    addresses,
    path: `${trimmed(options.path ?? "/socket.io")}/`.replace("//", "/"),
    query: [...url.searchParams],
    namespace: trimmed(options.namespace ?? url.pathname),
    headers: {
      ...(url.username && { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` }),
      ...headers,
    },
    insecure: options.insecure,
  };
}

/** What every request of Engine.IO asks for. */
export function requestPath({ path, query }: Target, own: Readonly<Record<string, string>>): string {
  return `${path}?${new URLSearchParams([...query, ...Object.entries(own)])}`;
}

function parse(text: string): URL {
  // Without a scheme, "localhost:5000" would be read as the scheme "localhost".
  const written = text.includes("//") && URL.canParse(text) ? new URL(text) : undefined;
  if (written && schemes[written.protocol] !== undefined) return written;
  const guess = text.includes("//") ? "http://127.0.0.1:5000" : `http://${text}`;
  throw new SioError("usage", `The server must be given as an http, https, ws or wss URL, not "${text}".`, {
    hint: `sio bench ${guess}`,
  });
}

async function addressesOf(hostname: string): Promise<readonly string[]> {
  try {
    return (await lookup(hostname, { all: true })).map(({ address }) => address);
  } catch (cause) {
    throw new SioError("unavailable", `The name "${hostname}" cannot be looked up.`, { cause });
  }
}

function notOurs(hostname: string, address: string): SioError {
  const named = hostname === address ? address : `${hostname} (${address})`;
  return new SioError(
    "usage",
    `${named} is not a loopback address, and a load test may bring down a server that others use.`,
    { hint: "If the server is yours to load: --yes-i-own-this-server" },
  );
}

/** With one slash before and none after it. */
function trimmed(path: string): string {
  return `/${path.replace(/^\/+|\/+$/g, "")}`;
}
