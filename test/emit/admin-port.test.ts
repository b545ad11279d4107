import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../_support/brokers/broker-process.ts";
import { runCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected, next, serve } from "../_support/server.ts";
import { watched } from "../hot/watch/project.ts";
import { clientsOf, startCrew } from "../workers/crew.ts";
import { ask, post, token } from "./admin.ts";

async function start(options = {}) {
  const adminPort = await freePort();
  const server = await serve(
    (sio) => {
      sio.on("join", (room: string) => sio.io.socketsJoin(room));
      sio.on("connect", () => {}, { namespace: "/shop" });
    },
    { adminPort, adminToken: token, ...options },
  );
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { ...server, admin: `http://127.0.0.1:${adminPort}` };
}

test("POST /emit reaches everyone, rooms, all but a room, and another namespace", async () => {
  const { admin, client, sio } = await start();
  const [anna, ben] = [client(), client()];
  const shop = client({ namespace: "/shop" });
  await Promise.all([anna, ben, shop].map(connected));
  const heard: unknown[] = [];
  for (const [name, socket] of Object.entries({ anna, ben, shop })) {
    socket.onAny((event, ...args) => heard.push([name, event, ...args]));
  }
  sio.io.in(anna.id ?? "").socketsJoin(["red", "blue"]);
  const orders = [
    { event: "all", args: [1, { two: [null] }] },
    { event: "room", to: "red" },
    { event: "rooms", to: ["red", "blue"], args: ["once"] },
    { event: "client", to: ben.id },
    { event: "others", except: ["red"], volatile: true },
    { event: "sale", namespace: "/shop" },
  ];
  for (const order of orders) {
    expect(await post(admin, order)).toMatchObject({ status: 200, body: { nodes: 1 } });
  }
  await expect.poll(() => heard.length).toBe(7);
  expect(heard).toEqual(
    expect.arrayContaining([
      ["anna", "all", 1, { two: [null] }],
      ["ben", "all", 1, { two: [null] }],
      ["anna", "room"],
      ["anna", "rooms", "once"],
      ["ben", "client"],
      ["ben", "others"],
      ["shop", "sale"],
    ]),
  );
});

const refusals: Readonly<Record<string, readonly [body: object | string, status: number, says: RegExp]>> = {
  "no JSON": ["{", 422, /^The body is not JSON: /],
  "a list": ["[]", 422, /^The body must be an object/],
  "no event": [{ args: [] }, 422, /^The event must be text, not undefined\.$/],
  "an event of Socket.IO's own": [{ event: "disconnect" }, 422, /Socket\.IO's own/],
  "arguments that are no list": [{ event: "a", args: "b" }, 422, /^The args must be a list/],
  "an argument without end": [
    `{"event":"a","args":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
    422,
    /nested without end/,
  ],
  "no room at all": [{ event: "a", to: [] }, 422, /Leave it out to reach everyone\.$/],
  "a room that is a number": [{ event: "a", to: [7] }, 422, /^The room must be text, not 7\.$/],
  "a key that there is not": [{ event: "a", excpet: "b" }, 422, /^There is no "excpet"\. Did you mean "except"\?$/],
  "a namespace without its slash": [{ event: "a", namespace: "shop" }, 422, /must begin with "\/"/],
  "a namespace that there is not": [{ event: "a", namespace: "/none" }, 404, /^The server has no namespace \/none\.$/],
  "volatile in words": [{ event: "a", volatile: "yes" }, 422, /must be true or false/],
  "more than a message may have": [{ event: "a", args: ["x".repeat(2_000)] }, 413, /1000 bytes at most/],
};

test("what cannot be sent is refused in a sentence, and makes no namespace", async () => {
  const { admin, sio } = await start({ maxHttpBufferSize: 1_000 });
  const { admin: roomy } = await start();
  for (const [what, [body, status, says]] of Object.entries(refusals)) {
    const large = typeof body === "string" && body.length > 1_000;
    const { headers, ...answered } = await post(large ? roomy : admin, body);
    expect({ what, ...answered }).toEqual({ what, status, body: { error: expect.stringMatching(says) } });
  }
  expect([...sio.io._nsps.keys()]).toEqual(["/", "/shop"]);
});

test("a body whose length nobody told is refused as soon as it is too long", async () => {
  const { admin } = await start({ maxHttpBufferSize: 1_000 });
  async function* endless() {
    for (let chunk = 0; chunk < 1_000; chunk += 1) yield Buffer.alloc(10_000, 32);
  }
  const body = ReadableStream.from(endless());
  const headers = { "Content-Type": "application/json" };
  // Its types leave out what it wants for streams.
  const request = { method: "POST", body, headers, duplex: "half" } as RequestInit;
  expect(await ask(`${admin}/emit`, request)).toMatchObject({ status: 413 });
});

test("only who knows the token may ask, no page of a browser, and in no other way", async () => {
  const { admin } = await start();
  const order = { event: "a" };
  const asked = [
    await post(admin, order, { Authorization: "" }),
    await post(admin, order, { Authorization: `Bearer ${token}x` }),
    await post(admin, order, { Authorization: `Basic ${token}` }),
    await post(admin, order, { Origin: "https://example.com" }),
    await post(admin, order, { "Content-Type": "text/plain" }),
    await ask(`${admin}/emit`),
    await ask(`${admin}/stats`, { method: "POST" }),
    await ask(`${admin}/constructor`),
    await ask(`${admin}/constructor`, { headers: { Authorization: "Bearer guess" } }),
  ];
  expect(asked.map(({ status }) => status)).toEqual([401, 401, 401, 403, 415, 405, 405, 404, 401]);
  for (const { body, headers } of asked) {
    expect(body).toEqual({ error: expect.stringMatching(/^\p{Lu}.*\.$/u) });
    expect(headers.get("access-control-allow-origin")).toBe(null);
  }
  expect([asked[0], asked[5]].map((one) => one?.headers.get("www-authenticate") ?? one?.headers.get("allow"))).toEqual([
    "Bearer",
    "POST",
  ]);
});

test("the server's own port has none of it, and the admin port no clients", async () => {
  const { admin, url } = await start();
  expect((await fetch(`${url}/emit`, { method: "POST" })).status).toBe(404);
  expect((await fetch(`${admin}/socket.io/?EIO=4&transport=polling`)).status).toBe(401);
});

test("GET /stats tells the clients of each namespace, and how many servers there are", async () => {
  const { admin, client } = await start();
  await Promise.all([connected(client()), connected(client({ namespace: "/shop" })), connected(client())]);
  expect(await ask(`${admin}/stats`)).toMatchObject({
    status: 200,
    body: { pid: process.pid, uptime: expect.any(Number), nodes: 1, clients: { "/": 2, "/shop": 1 }, dropped: {} },
  });
});

test("closes with the server, though somebody holds a request open", async () => {
  const { admin, sio } = await start();
  const socket = connect(Number(new URL(admin).port), "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write(
    `POST /emit HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\nContent-Length: 9\r\n\r\n{`,
  );
  await ask(`${admin}/stats`);
  const closed = once(socket, "close");
  await sio.stop();
  await closed;
  await expect(fetch(admin)).rejects.toThrow();
});

const handlers = { "h.js": 'import { on } from "sio-serve";\non("a", () => 1);\n' };
const env = { SIO_ADMIN_TOKEN: token };

test("a port without a token is refused, with a command that makes one", async () => {
  await using folder = await temporaryFolder(handlers);
  const { status, stderr } = await runCli(["h.js", "--admin-port", "5001"], { cwd: folder.path });
  expect(status).toBe(78);
  expect(stderr).toContain("it needs a token.");
  expect(stderr).toContain('echo "SIO_ADMIN_TOKEN=$(openssl rand -hex 32)" >> .env.local');
});

test("the token is shown by no command", async () => {
  await using folder = await temporaryFolder(handlers);
  const { stdout } = await runCli(["config", "--json"], { cwd: folder.path, env });
  expect(JSON.parse(stdout).adminToken).toEqual({ value: "********", origin: "SIO_ADMIN_TOKEN" });
  const short = await runCli(["h.js"], { cwd: folder.path, env: { SIO_ADMIN_TOKEN: "too short" } });
  expect([short.status, short.stderr]).toEqual([78, expect.not.stringContaining("too short")]);
});

test("a port that is taken ends the start with status 69", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  await using folder = await temporaryFolder(handlers);
  const { status, stderr } = await runCli(["h.js", "--port", "0", "--admin-port", `${port}`], {
    cwd: folder.path,
    env,
  });
  expect(status).toBe(69);
  expect(stderr).toContain(`The admin port ${port} on 127.0.0.1 is taken`);
});

test("stays through a hot reload, and through a restart for other settings", async () => {
  const admin = `http://127.0.0.1:${await freePort()}`;
  const config = (interval: string) =>
    `export default { handlers: "./h.js", port: 0, adminPort: ${new URL(admin).port}, adminToken: "${token}", pingInterval: "${interval}" };\n`;
  await using watching = await watched({ ...handlers, "sio.config.js": config("20s") }, { args: [], port: [] });
  const client = await watching.client();
  await watching.write("h.js", handlers["h.js"].replace("1", "2"));
  await expect.poll(() => watching.server.output()).toContain("Reloaded");
  const heard = next(client, "news");
  expect(await post(admin, { event: "news" })).toMatchObject({ status: 200 });
  await heard;
  await watching.write("sio.config.js", config("10s"));
  await expect.poll(() => watching.server.output()).toContain("Restarted");
  expect(await post(admin, { event: "news" })).toMatchObject({ status: 200, body: { nodes: 1 } });
});

test("workers share the port: whichever takes the request reaches the clients of all", async () => {
  const adminPort = await freePort();
  const crew = await startCrew(["--workers", "2", "--admin-port", `${adminPort}`], { env });
  const clients = await Promise.all([1, 2, 3, 4].map(() => crew.client()));
  const heard = Promise.all(clients.map((client) => next(client, "news")));
  const url = `http://127.0.0.1:${adminPort}`;
  await expect.poll(() => post(url, { event: "hello" })).toMatchObject({ status: 200, body: { nodes: 2 } });
  await post(url, { event: "news", args: ["x"] });
  expect(await heard).toEqual([["x"], ["x"], ["x"], ["x"]]);
  expect(await crew.stop()).toBe(0);
}, 30_000);

test("GET /stats of workers has the figures of all, and says who does not answer", async () => {
  const adminPort = await freePort();
  const crew = await startCrew(["--workers", "2", "--admin-port", `${adminPort}`], { env });
  const clients = await clientsOf(crew, 5, { transports: ["websocket"] });
  const [one] = clients;
  const ofOne = clients.filter(({ pid }) => pid === one?.pid).length;
  const url = `http://127.0.0.1:${adminPort}/stats`;
  // Whichever answers.
  for (let round = 0; round < 4; round += 1) {
    const { body } = await ask(url, { headers: { Connection: "close" } });
    expect(body).toMatchObject({ pid: crew.process.pid, nodes: 2, clients: { "/": 5 }, dropped: {} });
    const { workers } = body as { workers: readonly { pid: number }[] };
    expect(workers).toMatchObject([1, 2].map((worker) => ({ worker, answers: true, uptime: expect.any(Number) })));
    expect(workers.find(({ pid }) => pid === one?.pid)).toMatchObject({ clients: { "/": ofOne } });
  }
  const other = clients.find(({ pid }) => pid !== one?.pid)?.pid ?? 0;
  process.kill(other, "SIGSTOP");
  onTestFinished(() => void process.kill(other, "SIGKILL"));
  // Connections go to the workers in turn, and one of them takes none.
  const answers = [1, 2].map(() => ask(url, { headers: { Connection: "close" } }));
  const { body } = await Promise.any(answers);
  expect(body).toMatchObject({
    clients: { "/": ofOne },
    workers: expect.arrayContaining([{ worker: expect.any(Number), pid: other, answers: false }]),
  });
  process.kill(other, "SIGCONT");
  await Promise.all(answers);
}, 30_000);
