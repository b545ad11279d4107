import { asked, importers, placesOf, titled } from "../asked.ts";
import type { Rule } from "../rule.ts";
import { withoutComments } from "../source-code.ts";

/** Packages that put a second server on the same HTTP server. */
export const serverRules: readonly Rule[] = [
  {
    // Seen with 1.3.4, which has socket.io 2.5.1: polling is told "server error", and WebSocket gets an answer of both servers. With
    // `websocket: io` both work. express-status-monitor issues 27 and 64, hackathon-starter issues 614 and 621, socket.io issue 2557.
    id: "C28",
    about: "express-status-monitor, which starts a Socket.IO 2 on the server that it is mounted on",
    levels: ["fatal", "warning"],
    find(inventory) {
      const found = asked(inventory, "express-status-monitor");
      if (!found) return [];
      const files = importers(inventory, found.name);
      const texts = inventory.handlers.filter(({ path }) => files.includes(path));
      if (texts.some(({ text }) => /\bwebsocket\s*[:,}]/.test(withoutComments(text)))) return [];
      return [
        {
          level: files.length > 0 ? "fatal" : "warning",
          what: `${titled(found)} starts a Socket.IO 2 on the server that it is mounted on`,
          where: [...placesOf(found), ...files],
          consequence:
            'Clients of this server get its answers: "server error", or "Invalid WebSocket frame: RSV1 must be clear".',
          fixes: [{ say: "Give it this server: statusMonitor({ websocket: io })." }],
        },
      ];
    },
    example: {
      manifest: { dependencies: { "express-status-monitor": "^1.3.4" } },
      installed: { "express-status-monitor": "1.3.4" },
    },
    nearMiss: {
      manifest: { dependencies: { "express-status-monitor": "^1.3.4" } },
      installed: { "express-status-monitor": "1.3.4" },
      files: {
        "handlers.js":
          'import monitor from "express-status-monitor";\nexport default (io) => monitor({ websocket: io });\n',
      },
      config: { handlers: "handlers.js" },
    },
  },
  {
    // Seen with express-ws 5: the client stays on polling, and nothing is said. A running server is asked for its listeners besides.
    // engine.io issue 611, ws issue 1787, strapi issue 13258, socket.io issue 3610.
    id: "C29",
    about: "express-ws in the handlers, which takes every WebSocket for itself",
    levels: ["warning"],
    find(inventory) {
      const found = asked(inventory, "express-ws");
      const files = found ? importers(inventory, found.name) : [];
      if (!found || files.length === 0) return [];
      return [
        {
          level: "warning",
          what: `${titled(found)} takes every WebSocket for itself`,
          where: [...placesOf(found), ...files],
          consequence: "Mounted on this server, it leaves every client on polling, without an error.",
          fixes: [
            { say: "Give it a server of its own, or use a WebSocketServer with noServer that looks at the path." },
          ],
        },
      ];
    },
    example: {
      manifest: { dependencies: { "express-ws": "^5.0.2" } },
      installed: { "express-ws": "5.0.2" },
      files: { "handlers.js": 'import expressWs from "express-ws";\nexport default () => expressWs({});\n' },
      config: { handlers: "handlers.js" },
    },
    nearMiss: {
      manifest: { dependencies: { "express-ws": "^5.0.2" } },
      installed: { "express-ws": "5.0.2" },
      files: { "handlers.js": '// import expressWs from "express-ws";\nexport default () => {};\n' },
      config: { handlers: "handlers.js" },
    },
  },
];
