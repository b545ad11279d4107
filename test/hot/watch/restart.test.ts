import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { expect, test } from "vitest";
import { next } from "../../_support/server.ts";
import { answering, expectVersion, patient, watched } from "./project.ts";

const settings = (text: string) => `export default { ${text} };\n`;

test("a changed setting restarts behind the same address, says why, and clients come back", async () => {
  await using project = await watched({ "h.ts": answering(1), "sio.config.ts": settings("") });
  const client = await project.client({ reconnection: true, reconnectionDelay: 10, reconnectionDelayMax: 10 });
  const gone = next(client, "disconnect");
  await project.write("sio.config.ts", settings("pingInterval: 12_345"));
  expect((await gone)[0]).toBe("transport close");
  await next(client, "connect");
  await expectVersion(client, 1);
  await expect
    .poll(project.reloads, patient)
    .toEqual([
      "Restarted on URL, because pingInterval has changed (pingInterval in sio.config.ts (line 1)); clients reconnect",
    ]);
});

test("while it restarts, new clients wait and none is refused", async () => {
  const slow = `${answering(1)}await new Promise((resolve) => setTimeout(resolve, 300));\n`;
  await using project = await watched({ "h.ts": slow });
  const first = await project.client();
  const gone = next(first, "disconnect");
  await project.write(".env", "SIO_PING_INTERVAL=11s\n");
  await gone;
  for (const transports of [["polling"], ["websocket"]]) await expectVersion(await project.client({ transports }), 1);
  expect(project.reloads()).toHaveLength(1);
});

test("variables of a .env file reach the handlers", async () => {
  await using project = await watched({
    "h.ts": 'import { on } from "sio-serve";\nconst { GREETING } = process.env;\non("v", () => GREETING ?? "none");\n',
    ".env": "GREETING=hello\n",
  });
  await expectVersion(await project.client(), "hello");
  await project.write(".env", "");
  await expect
    .poll(project.reloads, patient)
    .toEqual(["Restarted on URL, because the environment has changed (GREETING); clients reconnect"]);
  await expectVersion(await project.client(), "none");
});

test("a changed package.json restarts", async () => {
  await using project = await watched({ "h.ts": answering(1), "package.json": "{}" });
  await project.write("package.json", '{ "type": "module" }');
  await expect
    .poll(project.reloads, patient)
    .toEqual(["Restarted on URL, because package.json has changed; clients reconnect"]);
});

test("a wrong setting is told, and clients notice nothing", async () => {
  await using project = await watched({ "h.ts": answering(1), "sio.config.ts": settings("") });
  const client = await project.client();
  await project.write("sio.config.ts", settings('pingInterval: "often"'));
  await expect
    .poll(project.reloads, patient)
    .toEqual([expect.stringMatching(/^Not loaded, .*pingInterval in sio\.config\.ts/)]);
  await project.write("sio.config.ts", settings(""));
  await expect.poll(project.server.output, patient).toContain("Nothing to change: what the files say is in force");
  await project.write("h.ts", answering(2));
  await expectVersion(client, 2);
});

test("a log level comes into force without a restart", async () => {
  await using project = await watched({ "h.ts": answering(1), "sio.config.ts": settings("") });
  const client = await project.client();
  await project.write("sio.config.ts", settings('logLevel: "error"'));
  await project.write("sio.config.ts", settings('logLevel: "debug"'));
  await expect.poll(project.reloads, patient).toEqual(["Changed logLevel without a restart"]);
  expect(client.connected).toBe(true);
});

test("another port is listened on before the old one is closed, and one that is taken changes nothing", async () => {
  const taken = await listening();
  const [before, after] = [await freePort(), await freePort()];
  await using project = await watched(
    { "h.ts": answering(1), "sio.config.ts": settings(`port: ${before}`) },
    { args: ["h.ts"], port: [] },
  );
  const client = await project.client();
  await project.write("sio.config.ts", settings(`port: ${portOf(taken)}`));
  await expect
    .poll(project.reloads, patient)
    .toEqual([expect.stringContaining(`Port ${portOf(taken)} on 127.0.0.1 is taken`)]);
  await project.write("h.ts", answering(2));
  await expectVersion(client, 2);
  await project.write("sio.config.ts", settings(`port: ${after}`));
  await expect.poll(project.reloads, patient).toHaveLength(3);
  expect(client.connected).toBe(false);
  await expect(fetch(`http://127.0.0.1:${before}`)).rejects.toThrow();
  expect((await fetch(`http://127.0.0.1:${after}`)).status).toBe(404);
  taken.close();
});

async function listening(): Promise<Server> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = await listening();
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}

test("a module that declines to be swapped is restarted", async () => {
  const declining = (version: number) =>
    `import { hot, on } from "sio-serve";\nhot.decline();\non("v", () => ${version});\n`;
  await using project = await watched({ "h.ts": declining(1) });
  const client = await project.client();
  await project.write("h.ts", `${declining(2)}on(`);
  await expect.poll(project.reloads, patient).toEqual([expect.stringContaining("Not loaded")]);
  await expectVersion(client, 1);
  await project.write("h.ts", declining(3));
  await expect.poll(project.reloads, patient).toHaveLength(2);
  expect(project.reloads()[1]).toBe("Restarted on URL, because h.ts has declined to be replaced; clients reconnect");
  await expectVersion(await project.client(), 3);
});

test("handlers that throw in a restart leave those before in force, and the next save tries again", async () => {
  await using project = await watched({
    "h.ts": 'import { on } from "sio-serve";\nif (!process.env.OK) throw new Error("not OK");\non("v", () => 1);\n',
    ".env": "OK=1\n",
  });
  await project.write(".env", "");
  await expect
    .poll(project.reloads, patient)
    .toEqual(["Not loaded, what was in force serves on and clients reconnect: h.ts:2:28: Error: not OK"]);
  await expectVersion(await project.client(), 1);
  await project.write("h.ts", answering(2));
  await expect.poll(project.reloads, patient).toHaveLength(2);
  await expectVersion(await project.client(), 2);
});
