import parser from "socket.io-msgpack-parser";
import { expect, test } from "vitest";
import { probe } from "../../src/probe/probe.ts";
import { serveBare, serveHttp } from "./deployments.ts";
import { finding, idsOf } from "./found.ts";

/** A bare Socket.IO server checks no origin on WebSocket. */
const always = "P64";

test("Socket.IO as it comes: what it is, and nothing but the origins that WebSocket lets in", async () => {
  await using server = await serveBare();
  const report = await probe(server.url);
  expect(idsOf(report)).toEqual([always]);
  expect(report.url).toBe(`${server.url}/`);
  expect(report.server).toEqual({
    path: "/socket.io/",
    namespace: "/",
    protocols: [4],
    transports: ["polling", "websocket"],
    upgrades: ["websocket"],
    upgraded: true,
    pingInterval: 300,
    pingTimeout: 20_000,
    pings: { polling: expect.any(Number), websocket: expect.any(Number) },
    maxPayload: 1_000_000,
    intermediaries: [],
    cookies: [],
    sessions: { tried: 20, lost: 0 },
    compression: { webSocket: false, http: true },
    clientScript: expect.stringMatching(/^4\.\d+\.\d+$/),
  });
});

test("the requests are counted and bounded, and the server has no client left", async () => {
  await using server = await serveBare();
  let asked = 0;
  const count = () => {
    asked += 1;
  };
  server.http.prependListener("request", count).prependListener("upgrade", count);
  const report = await probe(server.url);
  expect(report.requests).toBe(asked);
  expect(asked).toBeLessThanOrEqual(60);
  await expect.poll(() => server.io.engine.clientsCount).toBe(0);
});

test("who waits is told of each check as it begins", async () => {
  await using server = await serveBare();
  const told: string[] = [];
  await probe(server.url, { idleMs: 0, on: ({ check }) => void told.push(check) });
  expect(told.slice(0, 3)).toEqual(["reach", "websocket", "upgrade"]);
});

test.each([
  ["/socket.io/", { path: "/socket.io/", namespace: "/" }],
  ["/socket.io", { path: "/socket.io/", namespace: "/" }],
  ["/admin", { path: "/socket.io/", namespace: "/admin" }],
])("the URL may end in %s", async (ending, seen) => {
  await using server = await serveBare();
  server.io.of("/admin").on("connection", () => {});
  const report = await probe(server.url + ending, { idleMs: 0 });
  expect(report.server).toMatchObject(seen);
  expect(idsOf(report)).toEqual([always]);
});

test("a path of its own is found from its folder, and from itself", async () => {
  await using server = await serveBare({ path: "/chat/socket.io/" });
  for (const url of [`${server.url}/chat`, `${server.url}/chat/socket.io/`]) {
    expect((await probe(url, { idleMs: 0 })).server).toMatchObject({ path: "/chat/socket.io/", namespace: "/" });
  }
});

test("with a path given, the URL is what a client would be given", async () => {
  await using server = await serveBare({ path: "/realtime/" });
  server.io.of("/admin").on("connection", () => {});
  const report = await probe(`${server.url}/admin`, { path: "/realtime", idleMs: 0 });
  expect(report.server).toMatchObject({ path: "/realtime/", namespace: "/admin" });
});

test("an HTTP server that answers nothing but Socket.IO leaves time to find it", async () => {
  await using server = await serveBare({ otherwise: () => {} });
  server.io.of("/admin").on("connection", () => {});
  expect((await probe(`${server.url}/admin`, { idleMs: 0, timeoutMs: 4_000 })).server.path).toBe("/socket.io/");
});

test("WebSocket only", async () => {
  await using server = await serveBare({ transports: ["websocket"] });
  const report = await probe(server.url);
  expect(idsOf(report)).toEqual(["P30", "P65"]);
  expect(report.server).toMatchObject({ protocols: [4], transports: ["websocket"], pingInterval: 300 });
});

test("polling only", async () => {
  await using server = await serveBare({ transports: ["polling"] });
  const report = await probe(server.url);
  expect(idsOf(report)).toEqual(["P43"]);
  expect(report.server.transports).toEqual(["polling"]);
});

test("no upgrades: polling stays, and that is not called a failure", async () => {
  await using server = await serveBare({ allowUpgrades: false });
  const report = await probe(server.url, { idleMs: 0 });
  expect(report.server).toMatchObject({ upgrades: [], transports: ["polling", "websocket"] });
  expect(idsOf(report)).toEqual([always]);
});

test("clients of Socket.IO 2 are let in", async () => {
  await using server = await serveBare({ allowEIO3: true });
  const report = await probe(server.url, { idleMs: 0 });
  expect(idsOf(report)).toEqual(["P25", always]);
  expect(report.server.protocols).toEqual([4, 3]);
});

test("a server of Socket.IO 2", async () => {
  const open = '0{"sid":"a","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":5000}';
  await using server = await serveHttp((_request, response) => response.end(`${open.length}:${open}2:40`));
  const report = await probe(server.url);
  expect(idsOf(report)).toEqual(["P14"]);
  expect(report.server.protocols).toEqual([3]);
});

test("compressed messages", async () => {
  await using server = await serveBare({ perMessageDeflate: true });
  const report = await probe(server.url, { idleMs: 0 });
  expect(idsOf(report)).toEqual(["P45", always]);
  expect(report.server.compression?.webSocket).toBe(true);
});

test("no client script, and one of another major version", async () => {
  await using without = await serveBare({ serveClient: false });
  expect(idsOf(await probe(without.url, { idleMs: 0 }))).toEqual([always, "P80"]);

  await using old = await serveBare({ serveClient: false, path: "/socket.io" });
  const [engine] = old.http.listeners("request");
  old.http.removeAllListeners("request").on("request", (request, response) => {
    if (!request.url?.endsWith(".js")) return engine?.(request, response);
    response.writeHead(200, { "content-type": "application/javascript", etag: '"2.5.0"' }).end();
  });
  expect(finding(await probe(old.url, { idleMs: 0 }), "P81").what).toContain("2.5.0");
});

test("messages of 100 MB", async () => {
  await using server = await serveBare({ maxHttpBufferSize: 1e8 });
  expect(finding(await probe(server.url, { idleMs: 0 }), "P34").what).toBe("The server takes messages of up to 100 MB");
});

test("a heartbeat that is slower than proxies wait is not waited for", async () => {
  await using server = await serveBare({ pingInterval: 50_000, pingTimeout: 20_000 });
  const report = await probe(server.url);
  expect(finding(report, "P72").what).toBe("The heartbeat is slower than proxies wait: 50 s, and 20 s for its answer");
  expect(report.server.pings).toEqual({});
});

test("a heartbeat that never comes", async () => {
  await using server = await serveBare({ pingTimeout: 300 });
  // The handshake says what the options say; the timer is set from them afterwards.
  server.io.engine.on("connection", (socket) => clearTimeout(socket.pingIntervalTimer));
  const report = await probe(server.url);
  expect(finding(report, "P71").where.join()).toContain("the handshake says every 0.3 s");
  expect(idsOf(report).filter((id) => id === "P71")).toHaveLength(2);
});

test("connections that are held on request answer heartbeats and stay", async () => {
  await using server = await serveBare({ pingInterval: 100, pingTimeout: 400 });
  const reasons: string[] = [];
  server.io.on("connection", (socket) => socket.on("disconnect", (reason) => void reasons.push(reason)));
  const report = await probe(server.url, { idleMs: 1_000 });
  expect(idsOf(report).filter((id) => id.startsWith("P7"))).toEqual([]);
  expect(reasons).not.toContain("ping timeout");
});

test("a server that drops who joins nothing is not taken for a cut line", async () => {
  await using server = await serveBare({ connectTimeout: 500, pingInterval: 1_000 });
  server.io.use((_socket, next) => next(new Error("no token")));
  expect(idsOf(await probe(server.url))).toEqual([always, "P76"]);
});

test("a namespace that is not there", async () => {
  await using server = await serveBare();
  const report = await probe(server.url, { namespace: "admin", idleMs: 0 });
  expect(finding(report, "P75")).toMatchObject({
    level: "fatal",
    what: "The server has no namespace /admin",
    where: ["CONNECT to /admin: CONNECT_ERROR Invalid namespace"],
  });
});

test.each([["polling"], ["websocket"]] as const)("a middleware that never goes on, over %s", async (transport) => {
  await using server = await serveBare({ transports: [transport] });
  server.io.use(() => {});
  expect(idsOf(await probe(server.url, { idleMs: 0, timeoutMs: 1_000 }))).toContain("P77");
});

test("another parser", async () => {
  await using server = await serveBare({ parser });
  expect(idsOf(await probe(server.url, { idleMs: 0 }))).toContain("P78");
});

test("credentials, headers and the query of the URL are sent with everything, and not shown", async () => {
  const refused: (string | undefined)[] = [];
  await using server = await serveBare({
    allowRequest({ url, headers }, decide) {
      const right = headers.authorization === "Basic YWRhOnMz" && headers["x-room"] === "7" && url?.includes("token=t");
      if (!right) refused.push(url);
      decide(null, right === true);
    },
  });
  const url = server.url.replace("//", "//ada:s3@");
  const report = await probe(`${url}/?token=t`, { headers: { "X-Room": "7" }, idleMs: 0 });
  expect(refused).toEqual([]);
  expect(idsOf(report)).toEqual([always]);
  expect(JSON.stringify(report)).not.toMatch(/s3|token|YWRh/);
});

test("two WebSocket servers on one HTTP server", async () => {
  await using server = await serveBare();
  server.http.on("upgrade", (_request, connection) => connection.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const report = await probe(server.url, { idleMs: 0 });
  expect(finding(report, "P42").where.join()).toContain("RSV1 must be clear");
});

test("a WebSocket that does not open while polling works, and one that says nothing", async () => {
  await using server = await serveBare();
  server.http.removeAllListeners("upgrade").on("upgrade", (_request, connection) => connection.destroy());
  expect(finding(await probe(server.url, { idleMs: 0 }), "P41").where.join()).toContain("socket hang up");

  await using only = await serveBare({ transports: ["websocket"] });
  only.http.removeAllListeners("upgrade").on("upgrade", (_request, connection) => connection.destroy());
  expect(idsOf(await probe(only.url, { idleMs: 0 }))).toEqual(["P46"]);
});

test("a WebSocket that opens on its own, but not for a session by polling", async () => {
  await using server = await serveBare();
  const [engine] = server.http.listeners("upgrade");
  server.http.removeAllListeners("upgrade").on("upgrade", (request, connection, head) => {
    if (request.url?.includes("sid=")) connection.destroy();
    else engine?.(request, connection, head);
  });
  const report = await probe(server.url, { idleMs: 0 });
  expect(idsOf(report)).toEqual(["P44", always]);
  expect(finding(report, "P44").fixes.at(-1)?.say).toMatch(/^Let clients begin with WebSocket: /);
  expect(report.server.upgraded).toBe(false);
});

test("a probe that takes too long ends, and says what it has not looked at", async () => {
  await using server = await serveBare();
  server.io.use(() => {});
  const report = await probe(server.url, { timeoutMs: 60_000, longestMs: 3_000 });
  expect(idsOf(report)).toEqual(["P90"]);
  expect(finding(report, "P90").what).toMatch(/^Not everything was looked at: namespace, held-polls, .*heartbeat$/);
});

test("what a server says of itself cannot command the terminal", async () => {
  await using server = await serveBare();
  server.io.use((_socket, next) => next(new Error("\u001b[2Jno\u0007 \n token")));
  const report = await probe(server.url, { idleMs: 0 });
  expect(finding(report, "P76").where).toEqual(["CONNECT to /: CONNECT_ERROR [2Jno token"]);
});
