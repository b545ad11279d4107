import { execFile } from "node:child_process";
import { once } from "node:events";
import { symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished } from "vitest";
import { ConnectionRefusedError } from "../../src/index.ts";
import { type CliServer, runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { serve } from "../_support/server.ts";
import { lookAlike, type Project, writeProject } from "../doctor/project.ts";
import { watched } from "../hot/watch/project.ts";
import type { OwnCommand } from "./commands.ts";
import { fencesOf, readPages, root } from "./pages.ts";
import type { Comparison } from "./transcripts.ts";

/** What has to be there for a command to print what a page shows. */
export interface Scene extends Comparison {
  readonly page: string;
  /** How the block begins: its command, or its first line. */
  readonly begins: string;
  /** Runs it and resolves with what it has printed. */
  run(command: OwnCommand): Promise<string>;
}

const handlers = ["a", "b", "c", "d"].map((name) => `on("${name}", () => 1);`).join("\n");
const project = { "handlers.ts": `import { on } from "sio-serve";\n${handlers}\n`, ".git/HEAD": "" };

/** Every block that shows what is printed. */
export const scenes: readonly Scene[] = [
  { page: "README.md", begins: "npx sio-serve handlers.ts", run: (command) => banner(command) },
  { page: "README.md", begins: "node client.mjs", run: firstClient },
  { page: "docs/configuration.md", begins: "PORT=8080", run: (command) => ended(command) },
  { page: "docs/configuration.md", begins: "SIO_PORT=80a", run: (command) => ended(command) },
  { page: "docs/errors.md", begins: "sio-serve handlers.ts --port 80a", run: (command) => ended(command) },
  {
    page: "docs/conflicts.md",
    begins: "sio-serve handlers.ts",
    run: (command) => inProject(command, { ...lookAlike, files: project }),
  },
  { page: "docs/proxies.md", begins: "sio proxy nginx", run: (command) => ended(command) },
  { page: "docs/deployment.md", begins: "sio deploy-files docker", run: deployed },
  { page: "docs/conflicts.md", begins: "sio doctor", run: secondCopyOf },
  { page: "docs/engines.md", begins: "npx sio-serve handlers.ts --per-message-deflate", run: withUws },
  { page: "docs/connect.md", begins: "sio connect", run: talked },
  { page: "docs/load-testing.md", begins: "sio bench", measured: true, run: loaded },
  { page: "docs/probing.md", begins: "sio doctor --url", measured: true, run: twoProcesses },
  { page: "docs/background-tasks.md", begins: "warn", run: lateTask },
  { page: "docs/hot-reload.md", begins: "12:04:31", measured: true, run: reloaded },
  { page: "docs/hot-reload.md", begins: "12:07:02", run: restarted },
];

/** Blocks whose lines other tests hold to what is printed, because it takes a broker that dies. */
export const shownElsewhere: readonly { readonly page: string; readonly begins: string }[] = [
  { page: "docs/adapters.md", begins: "09:12:44" },
];

async function ended({ args, env }: OwnCommand): Promise<string> {
  await using folder = await temporaryFolder(project);
  const { stdout, stderr } = await runCli(args, { cwd: folder.path, env });
  return stderr + stdout;
}

async function deployed({ args, env }: OwnCommand): Promise<string> {
  const manifest = JSON.stringify({ name: "chat", dependencies: { "sio-serve": "*" } });
  await using folder = await temporaryFolder({ ...project, "package.json": manifest });
  const { stdout, stderr } = await runCli(args, { cwd: folder.path, env });
  return stderr + stdout;
}

/** On a port that nobody has: a test beside it may have the one that would be taken. */
function secondCopyOf({ args, env }: OwnCommand): Promise<string> {
  return inProject({ args, env: { ...env, SIO_PORT: "0" } }, secondCopy);
}

async function inProject({ args, env }: OwnCommand, about: Project): Promise<string> {
  await using folder = await writeProject(about);
  const { stdout, stderr } = await runCli(args, { cwd: folder.path, env });
  return stderr + stdout;
}

/** The first two files of the page, talking to each other. */
async function firstClient(): Promise<string> {
  const readme = readPages().find(({ file }) => file === "README.md");
  const blocks = readme ? fencesOf(readme) : [];
  const codeOf = (file: string) => blocks.find(({ name }) => name === file)?.code ?? "";
  await using folder = await temporaryFolder({ "handlers.ts": codeOf("handlers.ts") });
  await using server = await startCli(["handlers.ts", "--port", "0"], { cwd: folder.path });
  await symlink(join(root, "node_modules"), join(folder.path, "node_modules"));
  await writeFile(join(folder.path, "client.mjs"), codeOf("client.mjs").replace("http://127.0.0.1:5000", server.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["client.mjs"], { cwd: folder.path });
  return stdout;
}

/** On another port than the page's, which may be taken. */
async function banner({ args, env }: OwnCommand): Promise<string> {
  await using folder = await temporaryFolder(project);
  await using server = await startCli([...args, "--port", "0"], { cwd: folder.path, env });
  return server.output();
}

/** As npm leaves it when an adapter was installed before the server. */
const secondCopy: Project = {
  manifest: { dependencies: { "socket.io": "^4.8.0", "@socket.io/redis-adapter": "^8.3.0", redis: "^6.0.0" } },
  packages: {
    "socket.io": {
      version: "4.8.4",
      dependencies: { "engine.io": "~6.6.0", "socket.io-adapter": "~2.5.2", "socket.io-parser": "~4.2.4" },
    },
    "engine.io": { version: "6.6.12", dependencies: { ws: "~8.21.0" }, engines: { node: ">=10.2.0" } },
    "socket.io-adapter": { version: "2.5.8", dependencies: { ws: "~8.21.0" } },
    "socket.io-parser": "4.2.7",
    ws: "8.21.0",
    redis: "6.3.1",
    "@socket.io/redis-adapter": { version: "8.3.0", peerDependencies: { "socket.io-adapter": "^2.4.0" } },
    "@socket.io/redis-adapter/node_modules/socket.io-adapter": "2.4.0",
  },
  files: project,
};

async function withUws({ args, env }: OwnCommand): Promise<string> {
  const name = "uWebSockets.js";
  const manifest = JSON.stringify({ dependencies: { [name]: "*" } });
  await using folder = await temporaryFolder({ ...project, "package.json": manifest, "node_modules/.keep": "" });
  await symlink(join(root, "node_modules", name), join(folder.path, "node_modules", name));
  await using server = await startCli([...args, "--port", "0"], { cwd: folder.path, env });
  await expect.poll(() => server.output()).toContain("The engine is ws.");
  return server.output();
}

/** Without what is said only of a client that was busier than the server, as it is where both share a core with others. */
async function loaded({ args }: OwnCommand): Promise<string> {
  const server = await serve((sio) => sio.on("echo", (value: unknown) => value));
  onTestFinished(() => server[Symbol.asyncDispose]());
  const [command = "", , ...flags] = args;
  const { stdout, stderr } = await runCli([command, server.url, ...flags, "--duration", "1s"]);
  return (stderr + stdout).replace(/^▲ The client was the bottleneck: .*\n/m, "");
}

/** With whom the page talks. */
async function talked({ args: [command = "", url = "", ...flags] }: OwnCommand): Promise<string> {
  const server = await serve((sio) => {
    sio.on("add", (a: number, b: number) => a + b);
    sio.on("greet", (name: string) => void sio.emit("greeting", `Hello, ${name}.`));
    const refuse = () => {
      throw new ConnectionRefusedError("Sign in first", { code: "unauthorized" });
    };
    sio.on("connect", refuse, { namespace: "/members" });
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { stdout, stderr } = await runCli([command, server.url + new URL(url).pathname, ...flags]);
  return stderr + stdout;
}

/** Two servers behind a balancer that sends each connection to the next. */
async function twoProcesses({ args: [command = "", flag = ""] }: OwnCommand): Promise<string> {
  const servers = [await serve(() => {}), await serve(() => {})];
  let turn = 0;
  const balancer = createServer((client) => {
    turn += 1;
    const server = connect(Number(new URL(servers[turn % 2]?.url ?? "").port), "127.0.0.1");
    for (const [from, to] of [[client, server] as const, [server, client] as const]) {
      from.pipe(to).on("error", () => from.destroy());
    }
  }).listen(0, "127.0.0.1");
  onTestFinished(async () => {
    balancer.close();
    for (const server of servers) await server[Symbol.asyncDispose]();
  });
  await once(balancer, "listening");
  const { port } = balancer.address() as AddressInfo;
  const { stdout } = await runCli([command, flag, `http://127.0.0.1:${port}`, "--idle", "0"]);
  return stdout;
}

async function lateTask(): Promise<string> {
  const text = `import { sleep, startBackgroundTask } from "sio-serve";\nstartBackgroundTask(async function clock() { await sleep(60_000); });\n`;
  await using folder = await temporaryFolder({ "handlers.ts": text });
  await using server = await startCli(["handlers.ts", "--port", "0", "--shutdown-timeout", "100ms"], {
    cwd: folder.path,
  });
  await server.stop();
  return (await lineWith(server, "When the time was up")).replace(/^\S+ /, "");
}

async function reloaded(): Promise<string> {
  await using watching = await watched({ "chat.ts": project["handlers.ts"] }, { args: ["chat.ts"] });
  await Promise.all([watching.client(), watching.client()]);
  await watching.write("chat.ts", `${project["handlers.ts"]}on("e", () => 1);\n`);
  return await lineWith(watching.server, "Reloaded");
}

async function restarted(): Promise<string> {
  const config = (interval: string) =>
    `export default {\n  handlers: "./handlers.ts",\n  port: 0,\n  pingInterval: "${interval}",\n};\n`;
  await using watching = await watched({ ...project, "sio.config.ts": config("20s") }, { args: [], port: [] });
  await watching.write("sio.config.ts", config("10s"));
  return await lineWith(watching.server, "Restarted");
}

async function lineWith(server: CliServer, word: string): Promise<string> {
  const line = () =>
    server
      .output()
      .split("\n")
      .find((text) => text.includes(word)) ?? "";
  await expect.poll(line).not.toBe("");
  return line();
}
