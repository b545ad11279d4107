import type { IncomingMessage } from "node:http";
import type { Config } from "../config/options.ts";
import type { Feature } from "./feature.ts";

/**
 * Lets only pages of the server's own origin, and those that `cors` lists, connect: on polling and on WebSocket alike, which
 * Socket.IO by itself does not check. Every refused origin is logged once, with the flag that would allow it.
 */
export const origin: Feature = {
  wanted: ({ cors }) => cors !== "*",

  install({ config, log }) {
    const told = new Set<string>();
    return {
      check(request) {
        if (originAllowed(request, config)) return undefined;
        const { origin = "", host = "" } = request.headers;
        if (!told.has(origin) && told.size < mostToldOrigins) {
          told.add(origin);
          log.warn(
            `Refused a page from ${origin}: it is not this server's own (${host}). To allow it: --cors ${origin}`,
            {
              origin,
              host,
            },
          );
        }
        return "Origin not allowed";
      },
    };
  },
};

// Whoever makes up origins must not fill the log or the memory.
const mostToldOrigins = 1_000;

/** What the origin of a page is compared with. */
type OriginPolicy = Pick<Config, "cors" | "tlsCert">;

/**
 * Whether a handshake may come from where it says it does. Browsers send `Origin` with every cross-site request, and no page can
 * forge it; programs other than browsers send none and are let in.
 */
function originAllowed({ headers }: IncomingMessage, { cors, tlsCert }: OriginPolicy): boolean {
  const { origin, host } = headers;
  if (origin === undefined || cors === "*") return true;
  const asked = normalised(origin);
  return cors.includes(asked) || sameOrigins(host, { secure: tlsCert !== undefined }).includes(asked);
}

/**
 * The origins of this server's own pages. A server without TLS may stand behind a proxy that has it, and a page at `https:` under
 * the same host is then its own.
 */
function sameOrigins(host: string | undefined, { secure }: { readonly secure: boolean }): string[] {
  if (host === undefined) return [];
  const schemes = secure ? ["https"] : ["http", "https"];
  return schemes.map((scheme) => normalised(`${scheme}://${host}`));
}

/** As `cors` writes it: lower case, without a port that is the scheme's own. */
function normalised(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  return url && url.origin !== "null" ? url.origin : origin.toLowerCase();
}
