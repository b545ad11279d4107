import { Agent as HttpAgent, request } from "node:http";
import { Agent } from "node:https";
import { join } from "node:path";
import type { ManagerOptions } from "socket.io-client";
import { expect, test } from "vitest";
import { startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { needs, noIPv6 } from "../_support/needs.ts";
import { issue, noCertificates } from "../server/certificates.ts";
import { clientsOf, handlers, startCrew } from "./crew.ts";

test.for(["0.0.0.0", "::1", "::"])("workers share a port on %s", async (host, context) => {
  needs(context, host.includes(":") ? noIPv6 : undefined);
  const crew = await startCrew(["--workers", "2", "--host", host]);
  const clients = await clientsOf(crew, 8, { transports: ["polling"] });
  expect(new Set(clients.map(({ pid }) => pid)).size).toBe(2);
  const again = await Promise.all(clients.map(({ client }) => client.emitWithAck("pid")));
  expect(again).toEqual(clients.map(({ pid }) => pid));
});

/** What a poll on a Unix socket answers. */
function poll(socketPath: string, query = "", body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const path = `/socket.io/?EIO=4&transport=polling${query}`;
    const asked = request({ socketPath, path, method: body === undefined ? "GET" : "POST", agent: new HttpAgent() });
    asked.on("error", reject);
    asked.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
    });
    asked.end(body);
  });
}

test("workers share a Unix socket, and one that a dead server left is no obstacle", async () => {
  await using folder = await temporaryFolder({ "h.js": handlers, "package.json": '{"type":"module"}' });
  const args = ["h.js", "--unix-socket", "s.sock", "--workers", "3"];
  await using killed = await startCli(args, { cwd: folder.path });
  await killed.stop("SIGKILL");
  await using crew = await startCli(args, { cwd: folder.path });
  const path = join(folder.path, "s.sock");
  for (let round = 0; round < 6; round++) {
    const [, sid] = /"sid":"([^"]+)"/.exec(await poll(path)) ?? [];
    expect(await poll(path, `&sid=${sid}`, "40")).toBe("ok");
    expect(await poll(path, `&sid=${sid}`)).toMatch(/^40\{"sid":/);
    expect(await poll(path, `&sid=${sid}`, '420["pid"]')).toBe("ok");
    expect(await poll(path, `&sid=${sid}`)).toMatch(/^430\[\d+\]$/);
  }
  expect(await crew.stop()).toBe(0);
});

test.for([
  ["polling", { transports: ["polling"] }],
  ["WebSocket", { transports: ["websocket"] }],
  ["polling that changes to WebSocket", {}],
] as const)("each worker decrypts what belongs to any: %s", async ([name, options], context) => {
  needs(context, noCertificates);
  await using certificates = await temporaryFolder();
  await issue(certificates.path, { as: "server", name: "localhost" });
  const file = (name: string) => join(certificates.path, name);
  const crew = await startCrew([
    "--workers",
    "3",
    "--tls-cert",
    file("localhost.pem"),
    "--tls-key",
    file("localhost.key"),
  ]);
  expect(crew.url).toMatch(/^https:/);
  const agent = new Agent({ rejectUnauthorized: false, keepAlive: true });
  const clients = await clientsOf(crew, 12, {
    ...options,
    agent,
    rejectUnauthorized: false,
  } as unknown as ManagerOptions);
  expect(new Set(clients.map(({ pid }) => pid)).size).toBe(3);
  if (name.includes("changes")) {
    await expect.poll(() => clients.every(({ client }) => client.io.engine.transport.name === "websocket")).toBe(true);
  }
  for (let round = 0; round < 3; round++) {
    const again = await Promise.all(clients.map(({ client }) => client.emitWithAck("pid")));
    expect(again).toEqual(clients.map(({ pid }) => pid));
  }
  agent.destroy();
});

test("handlers see the address of the client, whichever worker its connection came to", async () => {
  const crew = await startCrew(["--workers", "3"], {
    files: {
      "h.js": `import { on, request } from "sio-serve";\non("pid", () => process.pid);\non("from", () => request.address);\n`,
    },
  });
  const clients = await clientsOf(crew, 8, { transports: ["polling"] });
  const seen = await Promise.all(clients.map(({ client }) => client.emitWithAck("from")));
  expect(new Set(seen)).toEqual(new Set(["127.0.0.1"]));
});
