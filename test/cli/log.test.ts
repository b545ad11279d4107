import { expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";

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

test("colours only where they are wanted", async () => {
  await using folder = await temporaryFolder(handlers);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what colours are made of
  const colour = /\u001b\[/;
  const run = (env: Record<string, string>) => runCli(["nope.ts"], { cwd: folder.path, env });
  expect((await run({})).stderr).not.toMatch(colour);
  expect((await run({ NO_COLOR: "", FORCE_COLOR: "1" })).stderr).toMatch(colour);
});
