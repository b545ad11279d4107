import { expect, test } from "vitest";
import type { Config } from "../../src/config/options.ts";
import { resolveConfig } from "../../src/config/resolve.ts";
import type { Inventory } from "../../src/conflicts/inventory.ts";
import { pageRules } from "../../src/conflicts/rules/pages.ts";
import { v2CodeRules } from "../../src/conflicts/rules/v2-code.ts";
import { failing as failingLeftovers } from "../../src/conflicts/v2-code/failing.ts";
import { silent as silentLeftovers } from "../../src/conflicts/v2-code/silent.ts";
import { runCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";

/** What the rules find in one file: "C30 handlers.ts:1", in order. */
function found(text: string, path = "handlers.ts"): readonly string[] {
  const inventory = { handlers: [{ path, text }] } as unknown as Inventory;
  return v2CodeRules.flatMap(({ id, find }) =>
    find(inventory).flatMap(({ where }) => where.map((at) => `${id} ${at}`)),
  );
}

/** Lines of code for Socket.IO 2 that throw in version 4. */
const failing: readonly string[] = [
  `const io = require("socket.io").listen(3000);`,
  `var io = require('socket.io') . listen(server)`,
  `const socketio = require("socket.io"); const io = socketio.listen(server);`,
  `import socketio from "socket.io"; socketio.listen(3000);`,
  `import * as socketio from "socket.io"; socketio.listen(3000);`,
  `import io = require("socket.io"); io.listen(3000);`,
  `io.origins("*:*");`,
  `app.io.origins((origin, callback) => callback(null, true));`,
  `const chat = require("socket.io")(server); chat.origins(["https://a.example:443"]);`,
  `const chat = new Server(server); chat.set("origins", "*");`,
  `export default function chat(server) { server.set('transports', ['websocket']); }`,
  `module.exports = (nsp) => { nsp.origins("*"); };`,
  `io.set("heartbeat interval", 10);`,
  `io.set( "authorization", (data, accept) => accept(null, true));`,
  `io.sockets.clients((error, ids) => {});`,
  `io.of("/chat").clients(done);`,
  `io.in("room").clients(done);`,
  `const io = new Server(server, { wsEngine: "uws" });`,
  `import { io } from "./socket.js"; io.origins("*");`,
];

test.each(failing)("throws in version 4: %s", (text) => {
  expect(found(text)).toEqual(["C30 handlers.ts:1"]);
});

/** Lines of code for Socket.IO 2 that do something else in version 4. */
const silent: readonly string[] = [
  `const rooms = Object.keys(socket.rooms);`,
  `io.on("connection", (client) => { if (client.rooms["lobby"]) return; });`,
  `io.on('connect', async function greet(s) { for (const room in s.rooms) leave(room); });`,
  `socket.rooms.indexOf("lobby");`,
  `socket.join("lobby", () => { socket.emit("joined"); });`,
  `socket.leave(roomOf(user, 1), done);`,
  `io.sockets.connected[id].emit("hello");`,
  `Object.keys(io.of("/chat").connected).length;`,
  `io.sockets.sockets[id].disconnect();`,
  `const size = io.sockets.adapter.rooms[room].length;`,
  `socket.adapter.rooms[room];`,
  `const io = new Server(server, { path: "/x", origins: "*:*" });`,
  `const io = require("socket.io")(server, { origins: ["*"] });`,
];

test.each(silent)("is something else in version 4: %s", (text) => {
  expect(found(text)).toEqual(["C31 handlers.ts:1"]);
});

/** Code that is right, and looks like those. */
const right: readonly string[] = [
  `// io.origins("*")`,
  `/* require("socket.io").listen(3000); */`,
  `const help = 'call io.set("transports", []) no more';`,
  "const help = `io.origins('*') is gone`;",
  `const slash = /["']/; const rooms = [...socket.rooms];`,
  `import * as io from "io-ts"; io.set("transports");`,
  `const { io } = require("other"); io.origins("*");`,
  `const io = new IntersectionObserver(seen); io.set("transports");`,
  `const cache = new Map(); cache.set("transports", 1);`,
  `io.set("my own key", 1);`,
  `const audio = {}; audio.origins(1); radio.set("transports", 2);`,
  `if (typeof io.origins === "function") io.origins("*"); else io.engine.opts.cors = {};`,
  `if (io.origins) { io.origins("*"); }`,
  `import { createServer } from "node:http"; createServer().listen(3000);`,
  `const io = require("socket.io")(3000); io.listen(4000);`,
  `let io = require("socket.io"); io = io(server); io.listen(4000);`,
  `redis.clients(done); database.clients();`,
  `Object.keys(state.rooms); this.rooms["lobby"]; game.rooms.length;`,
  `socket.join(["a", "b"]); socket.join(roomOf(user, 1)); socket.leave({ a, b });`,
  `socket.rooms.has("lobby"); socket.rooms.size;`,
  `path.join(folder, name); [1, 2].join(",", 1);`,
  `io.sockets.sockets.get(id); io.sockets.adapter.rooms.get(room)?.size;`,
  `socket.connected; client.connected; io.sockets.size;`,
  `const policy = { origins: ["https://a.example"] }; new Server(server, { cors: { origins: 1 } });`,
  `new Server(server, { cors: { origin: "*" } });`,
  `wsEngine: for (;;) break wsEngine;`,
  `new Server(server, { wsEngine: eiows.Server });`,
];

test.each(right)("is right: %s", (text) => {
  expect(found(text)).toEqual([]);
});

test("every place is named with its line, across files, and the fix says what to write", () => {
  const handlers = [
    { path: "handlers.ts", text: `export default (io) => {\n  io.origins("*");\n\n  io.origins("x");\n};\n` },
    { path: "lib/chat.ts", text: `\r\n\r\nio.origins("y");` },
  ];
  const findings = v2CodeRules.flatMap(({ find }) => find({ handlers } as unknown as Inventory));
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "consequence": "In version 4 it throws: TypeError: io.origins is not a function.",
        "fixes": [
          {
            "say": "io.origins("https://example.com:*") → --cors https://example.com",
          },
        ],
        "level": "fatal",
        "what": "io.origins() is of Socket.IO 2",
        "where": [
          "handlers.ts:2",
          "handlers.ts:4",
          "lib/chat.ts:3",
        ],
      },
    ]
  `);
});

/** What the rule finds in one served file. */
function loaded(text: string, { path = "public/index.html", config = {} as Partial<Config> } = {}): readonly string[] {
  const inventory = { pages: [{ path, text }], config: { ...resolveConfig([]).config, ...config } };
  return pageRules.flatMap(({ find }) => find(inventory as unknown as Inventory).flatMap(({ where }) => where));
}

const oldClients: readonly (readonly [html: string, version: string])[] = [
  [`<script src="https://cdn.socket.io/socket.io-1.4.5.js"></script>`, "1.4.5"],
  [`<script src="//cdn.socket.io/2.3.0/socket.io.js"></script>`, "2.3.0"],
  [`<script src='https://cdnjs.cloudflare.com/ajax/libs/socket.io/2.5.0/socket.io.slim.js'></script>`, "2.5.0"],
  [`<script src="https://unpkg.com/socket.io-client@2.5.0/dist/socket.io.js"></script>`, "2.5.0"],
  [`<script src="https://cdn.jsdelivr.net/npm/socket.io-client@2/dist/socket.io.js"></script>`, "2"],
  [`<script src="https://cdn.jsdelivr.net/socket.io-client/1.3.2/socket.io-client.js"></script>`, "1.3.2"],
  [`<script type="module">import io from "https://esm.sh/socket.io-client@^2.4.0";</script>`, "2.4.0"],
];

test.each(oldClients)("an old client is found: %s", (html, version) => {
  expect(loaded(`<p>\n${html}`)).toEqual([`public/index.html:2 (socket.io-client ${version})`]);
});

test("a copy of an old client is found in a script, whole or in a bundle", () => {
  const copy = "/*!\n * Socket.IO v2.5.0\n * (c) 2014-2021 Guillermo Rauch\n */\n!function(){}()";
  expect(loaded(copy, { path: "public/socket.io.js" })).toEqual(["public/socket.io.js:1 (socket.io-client 2.5.0)"]);
  expect(loaded(`var app;\n${copy}`, { path: "public/app.js" })).toEqual(["public/app.js:2 (socket.io-client 2.5.0)"]);
  const script = `const url = "https://cdn.socket.io/2.3.0/socket.io.js";\n// https://cdn.socket.io/1.0.0/socket.io.js`;
  expect(loaded(script, { path: "public/load.js" })).toEqual(["public/load.js:1 (socket.io-client 2.3.0)"]);
});

test.each([
  `<script src="/socket.io/socket.io.js"></script>`,
  `<script src="https://cdn.socket.io/4.8.4/socket.io.min.js"></script>`,
  `<script src="https://cdn.socket.io/3.1.3/socket.io.js"></script>`,
  `<script src="https://unpkg.com/socket.io-client@latest/dist/socket.io.js"></script>`,
  `<script src="https://cdnjs.cloudflare.com/ajax/libs/socket.io/4.7.5/socket.io.js"></script>`,
  `<!-- <script src="https://cdn.socket.io/2.3.0/socket.io.js"></script> -->`,
  `<script src="https://unpkg.com/other-socket.io-client@2.0.0/x.js"></script>`,
])("is right: %s", (html) => {
  expect(loaded(html)).toEqual([]);
});

test("old clients are right where they are let in, and the fix knows the path", () => {
  const html = `<script src="https://cdn.socket.io/2.3.0/socket.io.js"></script>`;
  expect(loaded(html, { config: { allowEIO3: true } })).toEqual([]);
  const config = { ...resolveConfig([]).config, path: "/realtime/" };
  const [finding] =
    pageRules[0]?.find({ pages: [{ path: "a.html", text: html }], config } as unknown as Inventory) ?? [];
  expect(finding?.fixes[0]?.say).toContain(`src="/realtime/socket.io.js"`);
});

test.each([
  `socket.join(room);`,
  `socket.join("lobby"); socket.leave(\`lobby\`);`,
  `const all = [...socket.rooms].join(", ");`,
  `if (socket.rooms.has(room) && socket.connected) io.sockets.emit("news");`,
  `const known = new Map(); known.set("room", io.sockets.adapter); io.engine.clientsCount;`,
  `/** @param {import("socket.io").Server} io */ export default (io) => {};`,
])("is everyday code, for which no rule is loaded: %s", (text) => {
  expect(
    [...failingLeftovers, ...silentLeftovers].filter(({ sign }) => sign.test(text)).map(({ what }) => what),
  ).toEqual([]);
});

test("the command says so before it loads a line of the handlers, and warns of pages", async () => {
  await using folder = await temporaryFolder({
    "package.json": "{}",
    "handlers.js": `console.log("loaded");\nimport "./chat.js";\nexport default () => {};\n`,
    "chat.js": `export const setUp = (io) => {\n  io.origins("*:*");\n};\n`,
    "public/index.html": `<script src="https://cdn.socket.io/2.3.0/socket.io.js"></script>`,
  });
  const args = ["handlers.js", "--port", "0", "--static", "public"];
  const { status, stdout, stderr } = await runCli(args, { cwd: folder.path });
  expect({ status, stdout: stdout.includes("loaded") }).toEqual({ status: 78, stdout: false });
  expect(stderr).toContain("chat.js:2");
  expect(stderr + stdout).toContain("C02");
});
