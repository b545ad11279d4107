import type { IncomingMessage } from "node:http";
import { type Encryption, isEncrypted } from "../config/encryption.ts";
import type { Config } from "../config/options.ts";
import { type Proxies, proxiesOf } from "../lib/proxies.ts";
import type { Feature } from "./feature.ts";

/**
 * Lets only pages of the server's own origin, and those that `cors` lists, connect: on polling and on WebSocket alike, which
 * Socket.IO by itself does not check. Every refused origin is logged once, with the flag that would allow it.
 */
export const origin: Feature = {
  wanted: ({ cors }) => cors !== "*",

  install({ config, log }) {
    const told = new Set<string>();
    const policy = { ...config, proxies: proxiesOf(config.trustProxy) };
    return {
      check(request) {
        if (originAllowed(request, policy)) return undefined;
        const { origin = "" } = request.headers;
        const host = policy.proxies.hostOf(request) ?? "";
        if (!told.has(origin) && told.size < mostToldOrigins) {
          told.add(origin);
          log.warn(refusal(origin, host), { origin, host });
        }
        return "Origin not allowed";
      },
    };
  },
};

/** What is logged of a page that was refused, with what to do. Browsers say `null` where there is no origin that could be named. */
function refusal(origin: string, host: string): string {
  if (origin === "null") {
    return "Refused a page without an origin of its own: it was opened as a file, or is in a sandbox. To serve it from here: --static FOLDER";
  }
  return `Refused a page from ${origin}: it is not this server's own (${host}). To allow it: --cors ${origin}`;
}

// Whoever makes up origins must not fill the log or the memory.
const mostToldOrigins = 1_000;

/** What the origin of a page is compared with. */
type OriginPolicy = Pick<Config, "cors"> & Encryption & { readonly proxies: Proxies };

/**
 * Whether a handshake may come from where it says it does. Browsers send `Origin` with every cross-site request, and no page can
 * forge it; programs other than browsers send none and are let in.
 */
function originAllowed(request: IncomingMessage, policy: OriginPolicy): boolean {
  const { cors } = policy;
  const { origin } = request.headers;
  if (origin === undefined || cors === "*") return true;
  const asked = normalised(origin);
  return cors.includes(asked) || sameOrigins(request, policy).includes(asked);
}

/**
 * The origins of this server's own pages. A server without TLS may stand behind a proxy that has it and does not say so, and a page
 * at `https:` under the same host is then its own.
 */
function sameOrigins(request: IncomingMessage, { proxies, ...encryption }: OriginPolicy): string[] {
  const host = proxies.hostOf(request);
  if (host === undefined) return [];
  const said = proxies.schemeOf(request);
  const known = said ?? (isEncrypted(encryption) ? "https" : undefined);
  const schemes = known === undefined ? ["http", "https"] : [known];
  return schemes.map((scheme) => normalised(`${scheme}://${host}`));
}

/** As `cors` writes it: lower case, without a port that is the scheme's own. */
function normalised(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  return url && url.origin !== "null" ? url.origin : origin.toLowerCase();
}
