import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected } from "../_support/server.ts";

const handlers = { "h.ts": `import { on } from "sio-serve";\non("x", () => {});\n` };

test("what a client sends cannot forge a line of the log", async () => {
  await using folder = await temporaryFolder(handlers);
  await using server = await startCli(["h.ts", "--port", "0"], { cwd: folder.path });
  const forged = encodeURIComponent("x\n12:00:00 error All is lost\u001b[31m");
  await fetch(`${server.url}/socket.io/?EIO=4&transport=polling&sid=${forged}`);
  await expect.poll(server.output).toContain("x\\n12:00:00 error All is lost\\u001b[31m");
  expect(server.output()).not.toMatch(/^12:00:00/m);
});

test("a reader that goes away does not end the server", async () => {
  await using folder = await temporaryFolder(handlers);
  await using server = await startCli(["h.ts", "--port", "0"], { cwd: folder.path });
  server.process.stdout?.destroy();
  for (const sid of ["a", "b", "c"]) await fetch(`${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`);
  expect((await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)).status).toBe(200);
  expect(await server.stop()).toBe(0);
});

const failing = `import { on } from "sio-serve";
const fail = () => {
  throw new Error("no");
};
on("x", () => fail());
`;

test.each([
  ["info", false],
  ["debug", true],
])("at the level %s, the stack of a handler's error goes on beyond the handlers: %s", async (level, goesOn) => {
  await using folder = await temporaryFolder({ "h.ts": failing });
  await using server = await startCli(["h.ts", "--port", "0", "--log-level", level], { cwd: folder.path });
  const client = await connected(io(server.url, { forceNew: true, reconnection: false }));
  onTestFinished(() => void client.close());
  await client.emitWithAck("x");
  const frames = () => server.output().match(/^ +at .*/gm) ?? [];
  await expect.poll(frames).toEqual(expect.arrayContaining([expect.stringContaining("h.ts:5:15")]));
  expect(frames().slice(0, 2)).toEqual([expect.stringContaining("h.ts:3:9"), expect.stringContaining("h.ts:5:15")]);
  expect(frames().length > 2).toBe(goesOn);
});

test("an error that no line of the handlers is in is shown whole", async () => {
  await using folder = await temporaryFolder({
    "h.ts": `import { on } from "sio-serve";\nimport { readFile } from "node:fs/promises";\non("x", () => readFile("missing"));\n`,
  });
  await using server = await startCli(["h.ts", "--port", "0"], { cwd: folder.path });
  const client = await connected(io(server.url, { forceNew: true, reconnection: false }));
  onTestFinished(() => void client.close());
  await client.emitWithAck("x");
  await expect.poll(server.output).toMatch(/^ +at .*node:/m);
});

test("colours only where they are wanted", async () => {
  await using folder = await temporaryFolder(handlers);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what colours are made of
  const colour = /\u001b\[/;
  const run = (env: Record<string, string>) => runCli(["nope.ts"], { cwd: folder.path, env });
  expect((await run({})).stderr).not.toMatch(colour);
  expect((await run({ NO_COLOR: "", FORCE_COLOR: "1" })).stderr).toMatch(colour);
});
