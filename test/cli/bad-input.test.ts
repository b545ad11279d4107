import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { io } from "socket.io-client";
import oldClient from "socket.io-client-v2";
import { describe, expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";

const good = `import { on } from "sio-serve";\non("echo", (value: unknown) => value);\n`;

interface Case {
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly status: number;
  /** All of these are said on stderr. */
  readonly says: readonly (string | RegExp)[];
}

/** What people type wrong, and what they are told. */
const cases: Readonly<Record<string, Case>> = {
  "no file at all": { status: 64, says: ["Which handlers?", "sio-serve handlers.ts"] },
  "a file that does not exist": {
    files: { "handlers.ts": good },
    args: ["handler.ts"],
    status: 66,
    says: ["handler.ts", "handlers.ts"],
  },
  "a folder without handlers": { files: { "empty/readme.md": "" }, args: ["empty"], status: 66, says: ["empty"] },
  "a syntax error": {
    files: { "handlers.ts": `import { on } from "sio-serve";\non("x", () => {\n  const a = ;\n});\n` },
    args: ["handlers.ts"],
    status: 65,
    says: ["handlers.ts:3:13", "const a = ;", "^"],
  },
  "an import of a file that is missing": {
    files: { "handlers.ts": `import { x } from "./helpr.ts";\nx();\n`, "helper.ts": "export const x = () => {};" },
    args: ["handlers.ts"],
    status: 65,
    says: ["./helpr.ts", "handlers.ts:1:", "helper.ts"],
  },
  "an import of a package that is not installed": {
    files: { "handlers.ts": `import x from "no-such-package";\nx();\n` },
    args: ["handlers.ts"],
    status: 65,
    says: ["no-such-package", "npm install no-such-package"],
  },
  "a file that throws while it loads": {
    files: { "handlers.ts": `const a: string = "x";\n\nthrow new Error("no database");\n` },
    args: ["handlers.ts"],
    status: 65,
    says: ["no database", "handlers.ts:3"],
  },
  "a default export that throws": {
    files: { "handlers.ts": `export default () => {\n  throw new Error("not today");\n};\n` },
    args: ["handlers.ts"],
    status: 65,
    says: ["not today", "handlers.ts:2"],
  },
  "an http export that cannot answer": {
    files: { "handlers.ts": `${good}export const http = 42;\n` },
    args: ["handlers.ts"],
    status: 65,
    says: [`export "http"`, "number"],
  },
  "a command that is mistyped": {
    args: ["conect", "http://127.0.0.1:5000"],
    status: 64,
    says: ['There is no command "conect"', "Did you mean connect?"],
  },
  "a file that is missing and is no command either": {
    args: ["rooms"],
    status: 66,
    says: ['There is no file or folder "rooms".'],
  },
  "a command without what it needs": { args: ["emit"], status: 64, says: ["'event'", "sio-serve emit --help"] },
  "an unknown flag": { args: ["handlers.ts", "--prot", "80"], status: 64, says: ["--prot", "--port"] },
  "a flag without its value": { args: ["handlers.ts", "--port"], status: 64, says: ["--port"] },
  "an unknown key in the config file": {
    files: { "handlers.ts": good, "sio.config.json": `{ "pingIntervall": 1000 }` },
    args: ["handlers.ts"],
    status: 78,
    says: ["pingIntervall", "sio.config.json", "pingInterval"],
  },
  "wrong values from every source, all told at once": {
    files: { "handlers.ts": good, ".env": "SIO_PING_TIMEOUT=soon\n", "sio.config.json": `{ "serveClient": "maybe" }` },
    args: ["handlers.ts", "--port", "80a"],
    env: { SIO_MAX_HTTP_BUFFER_SIZE: "big" },
    status: 78,
    says: ["--port must", '"80a"', "SIO_PING_TIMEOUT", ".env", "serveClient", "SIO_MAX_HTTP_BUFFER_SIZE"],
  },
  "port 99999": {
    files: { "handlers.ts": good },
    args: ["handlers.ts", "--port", "99999"],
    status: 78,
    says: ["--port", "65535", "99999"],
  },
  "a certificate that is none": {
    files: { "handlers.ts": good, "cert.pem": "x", "key.pem": "x" },
    args: ["handlers.ts", "--tls-cert", "cert.pem", "--tls-key", "key.pem"],
    status: 78,
    says: ["cert.pem", "PEM"],
  },
  "a certificate that does not exist": {
    files: { "handlers.ts": good },
    args: ["handlers.ts", "--tls-cert", "cert.pem", "--tls-key", "key.pem"],
    status: 78,
    says: ["tlsCert", "cert.pem", "does not exist"],
  },
  "a certificate without its key": {
    files: { "handlers.ts": good, "cert.pem": "x" },
    args: ["handlers.ts", "--tls-cert", "cert.pem"],
    status: 78,
    says: ["--tls-key"],
  },
  "a config file that does not exist": { args: ["--config", "none.json"], status: 66, says: ["none.json"] },
  "a config file that is no JSON": { files: { "sio.config.json": "{" }, status: 78, says: ["sio.config.json"] },
  "a config file that throws": {
    files: { "sio.config.ts": `throw new Error("no secrets here");\n` },
    status: 78,
    says: ["sio.config.ts", "no secrets here"],
  },
  "a static folder that does not exist": {
    files: { "handlers.ts": good },
    args: ["handlers.ts", "--static", "pubilc"],
    status: 78,
    says: ["pubilc", "--static"],
  },
  "a parser that does not exist": {
    files: { "handlers.ts": good },
    args: ["handlers.ts", "--parser", "./nope.js"],
    status: 78,
    says: ["nope.js"],
  },
};

test.each(Object.entries(cases))("%s", async (_name, { files, args = [], env = {}, status, says }) => {
  await using folder = await temporaryFolder(files);
  const result = await runCli(args, { cwd: folder.path, env });
  for (const words of says)
    expect(result.stderr).toMatch(words instanceof RegExp ? words : new RegExp(literally(words)));
  expect(result.stdout).toBe("");
  expect(result.stderr).not.toMatch(/^\s+at .*(node_modules|dist)\//m);
  expect(result.status).toBe(status);
});

test("a config file that cannot be read", async () => {
  await using folder = await temporaryFolder({ "sio.config.json/x": "" });
  const result = await runCli([], { cwd: folder.path });
  expect(result.stderr).toContain("sio.config.json");
  expect([64, 78]).toContain(result.status);
  await chmod(join(folder.path, "sio.config.json"), 0o755);
});

test("a file that registers nothing is served, with a warning", async () => {
  await using folder = await temporaryFolder({ "handlers.ts": "export const x = 1;\n" });
  await using server = await startCli(["handlers.ts", "--port", "0"], { cwd: folder.path });
  await expect.poll(server.output).toContain("The handlers register nothing");
  expect(await server.stop()).toBe(0);
});

test("a file that has a command's name but for a letter is served", async () => {
  await using folder = await temporaryFolder({ "server.ts": good });
  await using server = await startCli(["server", "--port", "0"], { cwd: folder.path });
  expect(server.output()).toContain("handlers  server  / 1 handler");
});

test("a port that is taken: who could hold it, and how to choose another", async () => {
  await using folder = await temporaryFolder({ "handlers.ts": good });
  await using first = await startCli(["handlers.ts", "--port", "0"], { cwd: folder.path });
  const { port } = new URL(first.url);
  const second = await runCli(["handlers.ts", "--port", port], { cwd: folder.path });
  expect(second.stderr).toContain(`Port ${port} on 127.0.0.1 is taken`);
  expect(second.stderr).toContain("--port 0");
  expect(second.status).toBe(69);
});

describe("a client that cannot be served", () => {
  test("of Socket.IO 2: the log names the flag that lets it in", async () => {
    await using folder = await temporaryFolder({ "handlers.ts": good });
    await using server = await startCli(["handlers.ts", "--port", "0"], { cwd: folder.path });
    const client = oldClient(server.url, { reconnection: false, forceNew: true });
    await expect.poll(server.output).toContain("--allow-eio3");
    client.close();
  });

  test("with too large a payload: the log names the limit", async () => {
    await using folder = await temporaryFolder({ "handlers.ts": good });
    await using server = await startCli(["handlers.ts", "--port", "0", "--max-http-buffer-size", "1kb"], {
      cwd: folder.path,
    });
    const client = io(server.url, { reconnection: false, forceNew: true, transports: ["websocket"] });
    client.emit("echo", "x".repeat(5_000));
    await expect.poll(server.output).toMatch(/over 10\d\d bytes/);
    client.close();
  });
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
