import { isIPv6 } from "node:net";
import { SioError } from "../../errors.ts";

/** A server behind a proxy. */
export type Upstream = { readonly host: string; readonly port: number } | { readonly unixSocket: string };

/** Where a proxy listens; on every address if it names none. */
export interface Place {
  readonly host: string | undefined;
  readonly port: number;
}

/**
 * Reads `127.0.0.1:5000`, `[::1]:5000`, `chat.internal:5000` or `unix:/run/sio.sock`.
 *
 * @throws SioError `usage` for anything else
 */
export function readUpstream(text: string): Upstream {
  const [, unixSocket] = /^unix:(\/[^\s;"{}]+)$/.exec(text) ?? [];
  if (unixSocket) return { unixSocket };
  const { host, port } = readPlace(text) ?? {};
  if (host !== undefined && port !== undefined) return { host, port };
  throw new SioError(
    "usage",
    `--upstream must be a host with a port, such as 127.0.0.1:5000, or unix:/path, not ${JSON.stringify(text)}.`,
  );
}

/**
 * Reads `8080` or `127.0.0.1:8080`.
 *
 * @throws SioError `usage` for anything else
 */
export function readListen(text: string): Place {
  const place = readPlace(text);
  if (place) return place;
  throw new SioError(
    "usage",
    `--listen must be a port, or an address with a port such as 127.0.0.1:8080, not ${JSON.stringify(text)}.`,
  );
}

/**
 * Reads the name of a domain, such as `chat.example.com`.
 *
 * @throws SioError `usage` for anything else
 */
export function readName(text: string): string {
  const labels = text.toLowerCase().split(".");
  if (text.length <= 253 && labels.every((label) => /^(?!-)[a-z\d-]{1,63}(?<!-)$/.test(label))) return labels.join(".");
  throw new SioError(
    "usage",
    `--name must be the name of a domain, such as chat.example.com, not ${JSON.stringify(text)}.`,
  );
}

/** `127.0.0.1:5000`, with an IPv6 address in brackets. */
export function showPlace({ host = "", port }: { readonly host?: string | undefined; readonly port: number }): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

function readPlace(text: string): Place | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]:|([\w.-]+):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port < 1 || port > 65_535) return undefined;
  if (bracketed !== undefined && !isIPv6(bracketed)) return undefined;
  return { host: bracketed ?? plain, port };
}
