import { expect, test } from "vitest";
import { probe } from "../../src/probe/probe.ts";
import { freePort, serveBare, serveHttp, serveTcp } from "./deployments.ts";
import { finding, idsOf } from "./found.ts";

/** For servers that never answer, which a test has to wait for. */
const timeoutMs = 1_000;

test.each([
  ["localhost:5000", "sio doctor --url http://localhost:5000"],
  ["chat.example.com/socket.io/", "sio doctor --url http://chat.example.com/socket.io/"],
  ["ws://localhost:5000/chat", "sio doctor --url http://localhost:5000/chat"],
  ["wss://chat.example.com", "sio doctor --url https://chat.example.com"],
  ["ftp://chat.example.com", "sio doctor --url https://chat.example.com"],
  ["a b//c", "sio doctor --url https://chat.example.com"],
  ["http://", "sio doctor --url https://chat.example.com"],
])("%s is refused with the command that is right", async (url, hint) => {
  await expect(probe(url)).rejects.toMatchObject({ name: "SioError", code: "usage", hint });
});

test.each([
  [{ origin: "app.example.com" }, "The origin of a page"],
  [{ headers: { "x y": "1" } }, "HTTP cannot carry"],
  [{ headers: { cookie: "a\nb" } }, "HTTP cannot carry"],
  [{ idleMs: 1e12 }, "for 0 to 86400 seconds"],
  [{ idleMs: Number.NaN }, "for 0 to 86400 seconds"],
])("%j is refused before anything is sent", async (options, message) => {
  await expect(probe("http://127.0.0.1:1", options)).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining(message),
  });
});

test("a closed port", async () => {
  const port = await freePort();
  const report = await probe(`http://127.0.0.1:${port}`);
  expect(idsOf(report)).toEqual(["P02"]);
  expect(finding(report, "P02").what).toBe(`Nothing listens on 127.0.0.1:${port}`);
  expect(report.requests).toBe(1);
});

test("an address that no network leads to", async () => {
  expect(idsOf(await probe("http://255.255.255.255/", { timeoutMs }))).toEqual(["P03"]);
});

test("a host that nobody has", async () => {
  const report = await probe("https://no-such-host.invalid/");
  expect(finding(report, "P01").what).toBe("The name no-such-host.invalid cannot be looked up");
  expect(idsOf(report)).toEqual(["P01"]);
});

test.each(["http", "https"])("a server that says nothing, asked by %s", async (scheme) => {
  await using silent = await serveTcp(() => {});
  const report = await probe(`${scheme}://127.0.0.1:${silent.port}`, { timeoutMs });
  expect(idsOf(report)).toEqual(["P04"]);
  expect(finding(report, "P04").what).toMatch(/takes connections and says nothing/);
});

test.each(["http", "https"])("an SSH server, asked by %s", async (scheme) => {
  await using ssh = await serveTcp((connection) => connection.write("SSH-2.0-OpenSSH_9.2p1\r\n"));
  const report = await probe(`${scheme}://127.0.0.1:${ssh.port}`);
  expect(finding(report, "P05").what).toBe(
    `127.0.0.1:${ssh.port} does not speak HTTP: it says "SSH-2.0-OpenSSH_9.2p1"`,
  );
  expect(idsOf(report)).toEqual(["P05"]);
});

test("what a server says instead of HTTP cannot command the terminal", async () => {
  await using server = await serveTcp((connection) => connection.write("\u001b[2Jgone\u0007\r\n"));
  expect(finding(await probe(server.url), "P05").what).toContain('"[2Jgone"');
});

test.each(["http", "https"])("a server that hangs up, asked by %s", async (scheme) => {
  await using server = await serveTcp((connection) => connection.once("data", () => connection.destroy()));
  const report = await probe(`${scheme}://127.0.0.1:${server.port}`);
  expect(idsOf(report)).toEqual([scheme === "http" ? "P06" : "P09"]);
});

test("https for a server without TLS", async () => {
  await using server = await serveBare();
  const report = await probe(`https://127.0.0.1:${server.port}/`);
  expect(finding(report, "P07").fixes[0]?.say).toBe(`sio doctor --url http://127.0.0.1:${server.port}/`);
  expect(idsOf(report)).toEqual(["P07"]);
});

const page = "<!doctype html><title>Hello</title>";

test("a web page", async () => {
  await using server = await serveHttp((_request, response) =>
    response.setHeader("content-type", "text/html").end(page),
  );
  const report = await probe(server.url);
  expect(finding(report, "P11").what).toBe("A web server answers, and not Socket.IO, at /socket.io/");
  expect(finding(report, "P11").where).toEqual([`GET /socket.io/: 200 OK: ${page}`]);
});

test("a page that never ends", async () => {
  await using server = await serveHttp((_request, response) => void response.write(page));
  expect(idsOf(await probe(server.url, { timeoutMs }))).toEqual(["P11"]);
});

test("a page without end that comes fast is not read whole", async () => {
  await using server = await serveHttp((_request, response) => {
    const pour = () => {
      while (!response.destroyed && response.write(page.repeat(1_000)));
    };
    response.on("drain", pour);
    pour();
  });
  expect(idsOf(await probe(server.url))).toEqual(["P11"]);
});

test("a server without Socket.IO at any path that the URL may mean", async () => {
  await using server = await serveHttp((_request, response) => response.writeHead(404).end("no"));
  const report = await probe(`${server.url}/chat`);
  expect(finding(report, "P11").what).toBe("There is no Socket.IO at /chat/socket.io/ or /socket.io/ or /chat/");
  expect(finding(report, "P11").where).toHaveLength(3);
});

test.each([
  [301, "https://elsewhere.example/socket.io/?EIO=4&transport=polling", "https://elsewhere.example/"],
  [302, "/app/socket.io/", "HERE/app/"],
  [308, "http://[", "http://["],
])("a redirect (%i to %s) is told, and not followed", async (status, location, target) => {
  const asked: (string | undefined)[] = [];
  await using server = await serveHttp(({ url }, response) => {
    asked.push(url);
    response.writeHead(status, { location }).end();
  });
  const report = await probe(server.url);
  expect(idsOf(report)).toEqual(["P10"]);
  expect(finding(report, "P10").fixes[0]?.say).toContain(`sio doctor --url ${target.replace("HERE", server.url)}`);
  expect(asked).toHaveLength(1);
});

test.each([
  [401, "P13"],
  [403, "P13"],
  [429, "P13"],
  [500, "P11"],
  [502, "P12"],
  [503, "P12"],
  [504, "P12"],
])("the status %i is %s", async (status, id) => {
  await using server = await serveHttp((_request, response) => response.writeHead(status).end("<html>"));
  expect(idsOf(await probe(server.url))).toEqual([id]);
});

test.each(["Client sent an HTTP request to an HTTPS server.\n", "The plain HTTP request was sent to HTTPS port"])(
  "a server with TLS that says: %s",
  async (words) => {
    await using server = await serveHttp((_request, response) => response.writeHead(400).end(words));
    expect(idsOf(await probe(server.url))).toEqual(["P07"]);
  },
);

test("JSON that is almost a handshake, and other nonsense, is not taken for Socket.IO", async () => {
  const answers = ["0{}", '0{"sid":1}', '97:0{"sid":"a"', "null", "0null", '{"code":"1"}', "[]", "\u001e", ""];
  for (const answer of answers) {
    await using server = await serveHttp((_request, response) => response.end(answer));
    expect(idsOf(await probe(server.url))).toEqual(["P11"]);
  }
});
