import { Agent } from "node:http";
import { join } from "node:path";
import { io, type ManagerOptions, type Socket } from "socket.io-client";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { probe } from "../../src/probe/probe.ts";
import { type CliServer, runCli, startCli } from "../_support/cli.ts";
import { type TemporaryFolder, temporaryFolder } from "../_support/folder.ts";
import { needs } from "../_support/needs.ts";
import { connected } from "../_support/server.ts";
import { freePort } from "../probe/deployments.ts";
import { issue, noCertificates } from "../server/certificates.ts";
import { needProgram, type ProgramName, programNames, startProxy } from "./programs.ts";

const handlers = `
import { on, request } from "sio-serve";
on("who", () => [process.pid, request.address]);
on("length", (text) => text.length);
`;

const quick = ["--ping-interval", "300ms", "--ping-timeout", "2s", "--trust-proxy", "loopback"];

/** A server with these settings and a heartbeat that a test can wait for; it ends with the test. */
async function serve(folder: TemporaryFolder, args: readonly string[]): Promise<CliServer> {
  const server = await startCli(["h.js", ...quick, ...args], { cwd: folder.path });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** Starts the proxy with what `sio proxy` prints for these settings; resolves with its URL. */
async function proxyFor(name: ProgramName, args: readonly string[]): Promise<string> {
  const port = await freePort();
  const { status, stdout, stderr } = await runCli(["proxy", name, "--listen", `127.0.0.1:${port}`, ...quick, ...args]);
  expect([status, stderr]).toEqual([0, ""]);
  await startProxy(name, stdout, port);
  return `http://127.0.0.1:${port}`;
}

/** A client whose every request comes from this address on a connection of its own; it ends with the test. */
function clientAt(url: string, address: string, options: Partial<ManagerOptions> = {}): Socket {
  // Node's agent does what the types of the client expect of a browser's.
  const agent = new Agent({ localAddress: address, keepAlive: false }) as unknown as string;
  const client = io(url, { forceNew: true, reconnection: false, agent, ...options });
  onTestFinished(() => void client.disconnect());
  return client;
}

describe.each(programNames)("%s, configured by sio proxy", (name) => {
  let folder: TemporaryFolder;

  beforeEach(async (context) => {
    needProgram(name, context);
    folder = await temporaryFolder({ "h.js": handlers });
    onTestFinished(() => folder[Symbol.asyncDispose]());
  });

  test("two servers: each client stays with one over polling, and both have some", async () => {
    const servers = await Promise.all([serve(folder, ["--port", "0"]), serve(folder, ["--port", "0"])]);
    const url = await proxyFor(
      name,
      servers.flatMap((server) => ["--upstream", new URL(server.url).host]),
    );
    const addresses = Array.from({ length: 16 }, (_, index) => `127.0.${index}.${index + 2}`);
    const seen = await Promise.all(
      addresses.map(async (address) => {
        const client = clientAt(url, address, { transports: ["polling"] });
        await connected(client);
        const answers: [number, string][] = [];
        for (let turn = 0; turn < 4; turn++) answers.push(await client.emitWithAck("who"));
        expect(new Set(answers.map(([, from]) => from))).toEqual(new Set([address]));
        return new Set(answers.map(([pid]) => pid));
      }),
    );
    expect(seen.map((pids) => pids.size)).toEqual(addresses.map(() => 1));
    expect(new Set(seen.flatMap((pids) => [...pids]))).toEqual(new Set(servers.map((server) => server.process.pid)));
    // An independent look at the same deployment.
    expect((await probe(url)).findings).toEqual([]);
  });

  test("one server: WebSocket, upgrade, silence, origin, address and size", async () => {
    const server = await serve(folder, ["--port", "0"]);
    const url = await proxyFor(name, ["--port", new URL(server.url).port]);
    const upgraded = clientAt(url, "127.0.0.9");
    await connected(upgraded);
    await expect.poll(() => upgraded.io.engine.transport.name).toBe("websocket");
    for (const transport of ["polling", "websocket"]) {
      const options = { transports: [transport] };
      const client = clientAt(url, "127.0.0.7", {
        ...options,
        extraHeaders: { origin: url, "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Host": "evil.example" },
      });
      let pings = 0;
      client.io.on("ping", () => pings++);
      await connected(client);
      const [pid, address] = await client.emitWithAck("who");
      expect([pid, address]).toEqual([server.process.pid, "127.0.0.7"]);
      expect(await client.emitWithAck("length", "x".repeat(900_000))).toBe(900_000);
      await expect.poll(() => pings).toBeGreaterThan(4);
      expect(client.connected).toBe(true);
      const stranger = clientAt(url, "127.0.0.7", { ...options, extraHeaders: { origin: "https://evil.example" } });
      await expect(connected(stranger)).rejects.toThrow();
    }
  });

  test("a server on a Unix socket", async () => {
    const path = join(folder.path, "sio.sock");
    await serve(folder, ["--unix-socket", path]);
    const url = await proxyFor(name, ["--unix-socket", path]);
    for (const transport of ["polling", "websocket"]) {
      const client = clientAt(url, "127.0.0.8", { transports: [transport] });
      await connected(client);
      expect((await client.emitWithAck("who"))[1]).toBe("127.0.0.8");
    }
  });

  test("a server with TLS of its own, under another path", async (context) => {
    needs(context, noCertificates);
    await issue(folder.path, { as: "server", name: "own" });
    const at = (file: string) => join(folder.path, file);
    const tls = ["--tls-cert", at("own.pem"), "--tls-key", at("own.key"), "--path", "/realtime"];
    const server = await serve(folder, ["--port", "0", ...tls]);
    const url = await proxyFor(name, ["--port", new URL(server.url).port, ...tls]);
    for (const transport of ["polling", "websocket"]) {
      const client = clientAt(url, "127.0.0.8", {
        transports: [transport],
        path: "/realtime",
        extraHeaders: { origin: url },
      });
      await connected(client);
      expect((await client.emitWithAck("who"))[1]).toBe("127.0.0.8");
    }
  });
});
