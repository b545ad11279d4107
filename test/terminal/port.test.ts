import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";

const handlers = 'import { on } from "sio-serve";\non("hi", () => "hello");\n';

/** Takes a port, unless somebody has it already. */
async function take(port: number): Promise<void> {
  const server: Server = createServer().listen(port, "127.0.0.1");
  onTestFinished(() => void server.close());
  await Promise.race([once(server, "listening"), new Promise((resolve) => server.once("error", resolve))]);
}

test("--port auto takes the next port that is free and says so; servers that start at once take one each", async () => {
  await take(5_000);
  await using folder = await temporaryFolder({ "handlers.ts": handlers });
  const start = () => startCli(["handlers.ts", "--port", "auto"], { cwd: folder.path });
  const servers = await Promise.all([start(), start()]);
  onTestFinished(async () => void (await Promise.all(servers.map((server) => server.stop("SIGKILL")))));
  const ports = servers.map(({ url }) => Number(new URL(url).port));
  expect(new Set(ports).size).toBe(2);
  for (const [index, port] of ports.entries()) {
    expect(port).toBeGreaterThan(5_000);
    expect(servers[index]?.output()).toMatch(/local +\S+ {2}(port 5000 is|ports 5000 to \d+ are) taken\n/);
    expect((await fetch(`${servers[index]?.url}/socket.io/?EIO=4&transport=polling`)).status).toBe(200);
  }
});

test("the variable and the config file know the word too, and a wrong one is told", async () => {
  await using folder = await temporaryFolder({ "sio.config.ts": 'export default { port: "auto" };\n' });
  const { stdout } = await runCli(["config", "--json"], { cwd: folder.path });
  expect(JSON.parse(stdout).port.value).toBe("auto");
  const { status, stderr } = await runCli(["config"], { cwd: folder.path, env: { PORT: "next" } });
  expect([status, stderr]).toEqual([
    78,
    expect.stringContaining('a whole number from 0 to 65535, or auto, not "next"'),
  ]);
});
