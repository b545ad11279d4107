import { isBelow } from "../../lib/version.ts";
import { at } from "../asked.ts";
import type { Inventory } from "../inventory.ts";
import type { Rule } from "../rule.ts";

const msgpack = "socket.io-msgpack-parser";

/** Ends that do not write messages alike. */
export const parserRules: readonly Rule[] = [
  {
    // Seen both ways with socket.io-msgpack-parser 3.0.2: no error on either side.
    id: "C35",
    about: "a parser that only the server, or only the client, has",
    levels: ["warning", "info"],
    find: (inventory) => [...clientWithout(inventory), ...serverWithout(inventory), ...pagesWithout(inventory)],
    example: {
      manifest: { dependencies: { "socket.io-client": "^4.8.4" } },
      installed: { "socket.io-client": "4.8.4" },
      config: { parser: "msgpack" },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io-client": "^4.8.4", [msgpack]: "^3.0.2" } },
      installed: { "socket.io-client": "4.8.4", [msgpack]: "3.0.2" },
      config: { parser: "msgpack" },
    },
  },
  {
    // Seen with 4.2.7: an event with 10 attachments is answered, one with 11 ends the connection. socket.io issues 5489 and 5504,
    // reflex-dev/xy issue 386.
    id: "C42",
    about: "a client and a server that do not agree on how many attachments an event may have",
    levels: ["info"],
    find(inventory) {
      const server = inventory.serving("socket.io-parser");
      const client = inventory
        .declared("socket.io-client")
        .flatMap((place) => inventory.loaded("socket.io-client", place) ?? [])[0];
      const theirs = client && inventory.loaded("socket.io-parser", client);
      if (!server || !theirs || isBelow(server.version, "4.2.6") === isBelow(theirs.version, "4.2.6")) return [];
      return [
        {
          level: "info",
          what: "Server and client do not agree on how many attachments an event may have",
          where: [at(server), at(theirs)],
          consequence:
            "From socket.io-parser 4.2.6 on, an event with more than 10 attachments ends the connection of whoever receives it; before, there is no limit.",
          fixes: [
            { change: { update: ["socket.io-parser"] }, safe: true },
            { say: "Send no more than 10 buffers in one event." },
          ],
        },
      ];
    },
    example: {
      manifest: { dependencies: { "socket.io": "^4.8.4", "socket.io-client": "~4.7.0" } },
      installed: {
        "socket.io": "4.8.4",
        "socket.io-parser": "4.2.7",
        "socket.io-client": "4.7.5",
        "socket.io-client/node_modules/socket.io-parser": "4.2.4",
      },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4", "socket.io-client": "^4.8.4" } },
      installed: { "socket.io": "4.8.4", "socket.io-parser": "4.2.7", "socket.io-client": "4.8.4" },
    },
  },
];

function clientWithout(inventory: Inventory): ReturnType<Rule["find"]> {
  const { parser } = inventory.config;
  if (parser !== "msgpack" && parser !== msgpack) return [];
  const withParser = inventory.declared(msgpack).map(({ folder }) => folder);
  const clients = inventory.declared("socket.io-client").filter(({ folder }) => !withParser.includes(folder));
  if (clients.length === 0) return [];
  return [
    {
      level: "warning",
      what: `The server writes messages with ${parser}, and a client has no such parser`,
      where: clients.map(({ where, range }) => `${where}: socket.io-client ${range}`),
      consequence: closed,
      fixes: clients.map(({ folder }) => ({
        say: `Give it to the client: import parser from "${msgpack}"; io(url, { parser }).`,
        change: { ...(folder !== "." && { folder }), add: [`${msgpack}@3`] },
      })),
    },
  ];
}

/** A parser in the project's own package.json may be there for a server of another kind; one beside a client says more. */
function serverWithout(inventory: Inventory): ReturnType<Rule["find"]> {
  if (inventory.config.parser !== "default") return [];
  const parsers = inventory.declared(msgpack);
  if (parsers.length === 0) return [];
  return [
    {
      level: parsers.some(({ folder }) => folder !== ".") ? "warning" : "info",
      what: `The workspace has ${msgpack}, and the server does not use it`,
      where: parsers.map(({ where, range }) => `${where}: ${msgpack} ${range}`),
      consequence: `Clients that use it go without a server. ${closed}`,
      fixes: [{ say: "If clients use it, start the server with --parser msgpack." }],
    },
  ];
}

const closed = 'They connect and are closed at once: "transport close". Neither end says why.';

/** The script that the server offers has Socket.IO's own parser; there is another with msgpack. */
function pagesWithout(inventory: Inventory): ReturnType<Rule["find"]> {
  if (inventory.config.parser !== "msgpack") return [];
  const script = /\/socket\.io(?:\.esm)?(?:\.min)?\.js\b/;
  const pages = inventory.pages.filter(({ text }) => script.test(text));
  if (pages.length === 0) return [];
  return [
    {
      level: "warning",
      what: "The server writes messages with msgpack, and pages load the client without it",
      where: pages.map(({ path }) => path),
      consequence: closed,
      fixes: [{ say: 'Load the other script: <script src="/socket.io/socket.io.msgpack.min.js"></script>.' }],
    },
  ];
}
