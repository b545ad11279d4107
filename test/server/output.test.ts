import { chmod, readFile } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { openClient } from "./client.ts";

/** Stops itself as soon as it listens, after it has said one word of its own, and has failed once. */
const brief = `import { app, stop } from "sio-serve";
void Promise.reject(new Error("left alone"));
const listening = setInterval(() => {
  if (!app.address) return;
  clearInterval(listening);
  console.log("up");
  void stop();
}, 1);
`;

describe("logLevel", () => {
  const levels = [
    { level: "trace", shown: ["info", "warn", "error"] },
    { level: "info", shown: ["info", "warn", "error"] },
    { level: "warn", shown: ["warn", "error"] },
    { level: "error", shown: ["error"] },
    { level: "silent", shown: [] },
  ];

  test.each(levels)("$level shows $shown", async ({ level, shown }) => {
    await using folder = await temporaryFolder({ "h.ts": brief });
    const result = await runCli(["h.ts", "--port", "0", "--log-level", level], { cwd: folder.path });
    const found = [...result.stdout.matchAll(/^[\d:]{8} (\w+)/gm)].map(([, name]) => name);
    expect(["info", "warn", "error"].filter((name) => found.includes(name))).toEqual(shown);
    expect([result.status, result.stdout]).toEqual([0, expect.stringContaining("up\n")]);
  });

  test.each(levels)("$level shows $shown as JSON too", async ({ level, shown }) => {
    await using folder = await temporaryFolder({ "h.ts": brief.replace(/console.*/, "") });
    const args = ["h.ts", "--port", "0", "--log-format", "json", "--log-level", level];
    const { stdout } = await runCli(args, { cwd: folder.path });
    const numbers = { info: 30, warn: 40, error: 50 };
    const found = stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).level);
    expect(
      Object.entries(numbers)
        .filter(([, number]) => found.includes(number))
        .map(([name]) => name),
    ).toEqual(shown);
  });
});

test("quiet: no banner, and all the rest", async () => {
  await using folder = await temporaryFolder({ "h.ts": brief });
  const args = ["h.ts", "--port", "0"];
  const usual = await runCli(args, { cwd: folder.path });
  expect(usual.stdout).toMatch(/^ +local +http/m);
  const quiet = await runCli([...args, "--quiet"], { cwd: folder.path });
  expect(quiet.stdout).not.toMatch(/^ +local|sio-serve \d/m);
  expect(quiet.stdout).toContain("up\n");
  expect(quiet.stdout).toContain("left alone");
});

describe("mode", () => {
  const throwing = `import { on } from "sio-serve";
on("alive", () => true);
on("throw", () => void setTimeout(() => { throw new Error("in a timer"); }, 1));
`;

  test("in development, the server outlives an exception that no handler is to blame for", async () => {
    await using folder = await temporaryFolder({ "h.ts": throwing });
    await using server = await startCli(["h.ts", "--port", "0"], { cwd: folder.path });
    const client = openClient(server.url);
    client.emit("throw");
    await expect.poll(server.output).toMatch(/Uncaught outside of any handler: in a timer/);
    expect(await client.emitWithAck("alive")).toBe(true);
  });

  test("in production, it stops in good order, so that a supervisor starts a fresh one", async () => {
    await using folder = await temporaryFolder({ "h.ts": throwing });
    const env = { NODE_ENV: "production" };
    await using server = await startCli(["h.ts", "--port", "0"], { cwd: folder.path, env });
    expect(server.output()).toContain("production");
    const ended = new Promise((resolve) => server.process.once("close", resolve));
    openClient(server.url).emit("throw");
    expect(await ended).toBe(1);
    expect(server.output()).toMatch(/in a timer.*Stopped/s);
  });
});

describe("open", () => {
  const browser = `#!/bin/sh\necho "$1" >> "$OPENED"\n`;

  test.for([
    { how: "the local URL", host: "127.0.0.1" },
    { how: "this machine's URL where every address is listened on", host: "0.0.0.0" },
  ])("the browser is given $how", async ({ host }, { skip }) => {
    skip(platform() !== "linux", "only there a variable names the browser");
    await using folder = await temporaryFolder({ "h.ts": "export const x = 1;\n", "bin/browser": browser });
    await chmod(join(folder.path, "bin/browser"), 0o755);
    const opened = join(folder.path, "opened");
    const env = { BROWSER: join(folder.path, "bin/browser"), OPENED: opened };
    await using server = await startCli(["h.ts", "--port", "0", "--open", "--host", host], { cwd: folder.path, env });
    await expect.poll(() => readFile(opened, "utf8").catch(() => "")).toBe(`${server.url}\n`);
    expect(await server.stop()).toBe(0);
  });

  test("where there is no browser, the server runs all the same", async () => {
    await using folder = await temporaryFolder({
      "h.ts": `import { on } from "sio-serve";\non("alive", () => true);\n`,
    });
    const env = { PATH: folder.path, BROWSER: join(folder.path, "none") };
    await using server = await startCli(["h.ts", "--port", "0", "--open"], { cwd: folder.path, env });
    expect(await openClient(server.url).emitWithAck("alive")).toBe(true);
    expect(await server.stop()).toBe(0);
  });
});
