import { once } from "node:events";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { probe } from "../../src/probe/probe.ts";
import { startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { balance, serveBare, serveHttp } from "./deployments.ts";
import { finding, idsOf } from "./found.ts";

const handlers = { "h.ts": 'import { on } from "sio-serve";\non("echo", (value: unknown) => value);\n' };
const serving = ["h.ts", "--port", "0", "--ping-interval", "300ms"];

test("sio-serve itself: nothing to find", async () => {
  await using folder = await temporaryFolder(handlers);
  await using server = await startCli(serving, { cwd: folder.path });
  const report = await probe(server.url);
  expect(report.findings).toEqual([]);
  expect(report.server).toMatchObject({ protocols: [4], transports: ["polling", "websocket"], upgraded: true });
  expect(await server.stop()).toBe(0);
});

test("two processes that share the requests of a session", async () => {
  await using folder = await temporaryFolder(handlers);
  await using one = await startCli(serving, { cwd: folder.path });
  await using other = await startCli(serving, { cwd: folder.path });
  await using balancer = await balance([one, other].map(({ url }) => Number(new URL(url).port)));
  const report = await probe(balancer.url);
  const { sessions } = report.server;
  expect(finding(report, "P50")).toMatchObject({
    level: "fatal",
    what: `${sessions?.lost} of ${sessions?.tried} sessions were lost: several processes share the requests of a session`,
  });
  expect(sessions?.tried).toBe(20);
});

test("two processes of WebSocket only are no trouble", async () => {
  await using one = await serveBare({ transports: ["websocket"] });
  await using other = await serveBare({ transports: ["websocket"] });
  await using balancer = await balance([one.port, other.port]);
  expect(idsOf(await probe(balancer.url))).toEqual(["P30", "P65"]);
});

test("a proxy that takes one request at a time", async () => {
  await using server = await serveBare({ pingInterval: 5_000 });
  let before: Promise<unknown> = Promise.resolve();
  await using proxy = await serveHttp((incoming, response) => {
    before = before.then(() => pass(incoming, response, server.port));
  });
  const report = await probe(proxy.url, { timeoutMs: 1_500, idleMs: 0 });
  expect(finding(report, "P32").what).toBe("While a poll waits, what a client sends is not answered");
});

/** Passes a request on, and resolves when its answer is over. */
async function pass(incoming: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
  if (response.destroyed) return;
  const { method, url, headers } = incoming;
  const outgoing = request({ port, host: "127.0.0.1", method, path: url, headers });
  outgoing.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on("error", () => response.destroy());
  response.once("close", () => outgoing.destroy());
  incoming.pipe(outgoing);
  await once(response, "close");
}
