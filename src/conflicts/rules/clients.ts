import { asked, at, isOlder, placesOf, titled } from "../asked.ts";
import type { Fix } from "../finding.ts";
import type { Declared, Inventory } from "../inventory.ts";
import type { Rule } from "../rule.ts";

/** Clients, and a second server, of another version of the protocol. */
export const clientRules: readonly Rule[] = [
  {
    // Seen with 1.7.4 and 2.5.0: `connection_error 5 {"protocol":3}` on the server, and with allowEIO3 both connect.
    // socket.io-client issue 1424, socket.io-protocol issue 21, nest issues 5676 and 5832.
    id: "C01",
    about: "a client of Socket.IO 1 or 2 in the project or its workspace, which a server of version 4 refuses",
    levels: ["fatal"],
    find(inventory) {
      if (inventory.config.allowEIO3) return [];
      return clients.flatMap(({ name, from, major }) => {
        const old = inventory
          .declared(name)
          .map((place) => ({ name, declared: [place] as [Declared], copy: inventory.loaded(name, place) }))
          .filter((client) => isOlder(client, from));
        const [first] = old;
        if (!first) return [];
        return {
          level: "fatal" as const,
          what: `${titled(first)} cannot talk to this server (Socket.IO 4, protocol EIO=4)`,
          where: [...new Set(old.flatMap(placesOf))],
          consequence:
            'Browsers will say "xhr poll error" (HTTP 400, code 5), or with WebSocket only "websocket error": Invalid WebSocket frame.',
          fixes: [
            ...[...new Set(old.map(({ declared: [{ folder }] }) => folder))].map((folder): Fix => {
              return { change: { ...(folder !== "." && { folder }), add: [`${name}@${major}`] } };
            }),
            { say: "Let old clients in: --allow-eio3." },
          ],
        };
      });
    },
    example: {
      manifest: { dependencies: { "socket.io-client": "^2.5.0" } },
      installed: { "socket.io-client": "2.5.0" },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io-client": "^4.8.0", "old-client": "npm:socket.io-client@^2.5.0" } },
      installed: { "socket.io-client": "4.8.4", "old-client": { name: "socket.io-client", version: "2.5.0" } },
    },
  },
  {
    // Seen with 2.5.1 and a client of 4.8: "server error" with polling, the sentence with WebSocket. socket.io-client issue 1628.
    id: "C03",
    about: "a Socket.IO of version 1 or 2 in the project, while this server runs version 4",
    levels: ["fatal", "info"],
    find: (inventory) => findOldServer(inventory),
    example: { manifest: { dependencies: { "socket.io": "^2.5.1" } }, installed: { "socket.io": "2.5.1" } },
    nearMiss: { manifest: { dependencies: { "socket.io": "^4.8.4" } }, installed: { "socket.io": "4.8.4" } },
  },
];

const clients = [
  { name: "socket.io-client", from: "3.0.0", major: 4 },
  { name: "engine.io-client", from: "4.0.0", major: 6 },
];

function findOldServer(inventory: Inventory): ReturnType<Rule["find"]> {
  const own = asked(inventory, "socket.io");
  const copy = inventory.loaded("socket.io");
  if (own && isOlder(own, "3.0.0")) {
    return [
      {
        level: "fatal",
        what: `The project has ${titled(own)}, and this server runs Socket.IO 4`,
        where: placesOf(own),
        consequence:
          'What imports it makes a second server of another protocol, which tells clients of version 4: "It seems you are trying to reach a Socket.IO server in v2.x with a v3.x client".',
        fixes: [
          { change: { add: ["socket.io@4"] } },
          { say: "Remove it, if no code imports it.", change: { remove: ["socket.io"] } },
        ],
      },
    ];
  }
  if (own || !copy || !isOlder({ copy, declared: [{ range: "", where: "", folder: "." }] }, "3.0.0")) return [];
  return [
    {
      level: "info",
      what: `The handlers would import Socket.IO ${copy.version}, which another package has brought`,
      where: [at(copy)],
      consequence:
        "This server runs Socket.IO 4, so that its objects are of other classes than those that the handlers import.",
      fixes: [{ say: "If the handlers import socket.io, install its version 4.", change: { add: ["socket.io@4"] } }],
    },
  ];
}
