import type { SourceText } from "../inventory.ts";
import type { Rule } from "../rule.ts";
import { lineAt, withoutComments } from "../source-code.ts";

/** Addresses at which one version of the client is served; the version is what they catch. */
const addresses: readonly RegExp[] = [
  /\bcdn\.socket\.io\/(?:socket\.io-)?(\d[\w.-]*?)(?:\/|\.(?:min\.)?js|["'])/g,
  /\bcdnjs\.cloudflare\.com\/ajax\/libs\/socket\.io\/(\d[\w.-]*)\//g,
  /\bcdn\.jsdelivr\.net\/socket\.io-client\/(\d[\w.-]*)\//g,
  /[/:]socket\.io-client@[\^~]?(\d[\w.-]*)/g,
];

/** What a copy of the client begins with, which bundlers keep. */
const banner = /\/\*!\s*\*\s*Socket\.IO v(\d[\w.-]*)/g;

/** The clients of pages. */
export const pageRules: readonly Rule[] = [
  {
    id: "C02",
    about: "pages that are served with a client of Socket.IO 1 or 2",
    levels: ["warning"],
    // Found by running the clients 1.7.4 and 2.5.0 against version 4; socket.io's troubleshooting guide has the table of versions.
    find({ config, pages }) {
      const where = config.allowEIO3 ? [] : pages.flatMap(oldClients);
      if (where.length === 0) return [];
      const served = `${config.path.replace(/\/$/, "")}/socket.io.js`;
      return [
        {
          level: "warning",
          what: "A page loads a client that cannot talk to this server (Socket.IO 4, protocol EIO=4)",
          where,
          consequence: 'It never connects: the page gets "xhr poll error" (HTTP 400, code 5).',
          fixes: [
            { say: `Load the client that this server brings along: <script src="${served}"></script>` },
            { say: "Keep old clients: sio-serve --allow-eio3" },
          ],
        },
      ];
    },
    example: {
      files: {
        "public/index.html": `<!doctype html>\n<script src="https://cdn.socket.io/socket.io-1.4.5.js"></script>\n`,
      },
      config: { static: "public" },
    },
    nearMiss: {
      files: {
        "public/index.html": `<!-- <script src="https://cdn.socket.io/2.5.0/socket.io.min.js"></script> -->\n<script src="https://cdn.socket.io/4.8.4/socket.io.min.js"></script>\n`,
      },
      config: { static: "public" },
    },
  },
];

function oldClients({ path, text }: SourceText): readonly string[] {
  // Most files name no client, and telling comments from code takes longer.
  const live = addresses.some((address) => text.search(address) >= 0) ? withoutDead(path, text) : "";
  return [...addresses.flatMap((address) => [...live.matchAll(address)]), ...text.matchAll(banner)]
    .filter(([, version = ""]) => Number.parseInt(version, 10) < 3)
    .sort((one, other) => one.index - other.index)
    .map(({ index, 1: version }) => `${path}:${lineAt(text, index)} (socket.io-client ${version})`);
}

/** The text with spaces for what a browser does not look at. */
function withoutDead(path: string, text: string): string {
  if (!/\.html?$/i.test(path)) return withoutComments(text);
  return text.replace(/<!--[\s\S]*?(?:-->|$)/g, (comment) => comment.replace(/[^\n]/g, " "));
}
