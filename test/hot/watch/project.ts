import { spawn } from "node:child_process";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { expect } from "vitest";
import { type CliServer, startCli } from "../../_support/cli.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { connected } from "../../_support/server.ts";

/** A project that the real command watches. */
export interface WatchedProject {
  readonly folder: string;
  readonly server: CliServer;
  /** The lines of the log that tell of reloads, without times. */
  reloads(): string[];
  /** A connected client that does not reconnect. */
  client(options?: Partial<ManagerOptions & SocketOptions>): Promise<Socket>;
  write(name: string, text: string): Promise<void>;
  /** As editors do that never leave half a file: writes beside it, and renames over it. */
  writeBeside(name: string, text: string): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How the command is run. */
export interface WatchedOptions {
  readonly args?: readonly string[];
  /** The flags that say where to listen. */
  readonly port?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Serves `files` with `sio dev h.ts`. */
export async function watched(
  files: Readonly<Record<string, string>>,
  { args = ["h.ts"], port = ["--port", "0"], env = {} }: WatchedOptions = {},
): Promise<WatchedProject> {
  const folder = await temporaryFolder(files);
  const server = await startCli(["dev", ...args, ...port], { cwd: folder.path, env });
  const clients: Socket[] = [];
  return {
    folder: folder.path,
    server,
    reloads: () =>
      server
        .output()
        .split("\n")
        .filter((line) => /Reloaded|Restarted|Not loaded|Changed/.test(line))
        .map((line) =>
          line
            .replace(/^\S+ +\w+ +/, "")
            .replace(/ in \d+ ms/, "")
            .replace(/http:\/\/[\w.]+:\d+/, "URL"),
        ),
    async client(options = {}) {
      const client = io(server.url, { forceNew: true, reconnection: false, transports: ["websocket"], ...options });
      clients.push(client);
      return connected(client);
    },
    write: (name, text) => writeFile(join(folder.path, name), text),
    async writeBeside(name, text) {
      await writeFile(join(folder.path, `${name}.tmp`), text);
      await rename(join(folder.path, `${name}.tmp`), join(folder.path, name));
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.close();
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** A command that watches and does not serve yet. */
export interface Waiting {
  output(): string;
  write(name: string, text: string): Promise<void>;
  stop(signal: NodeJS.Signals): Promise<number | null>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Runs `sio dev h.ts` until it has said `words`. */
export async function watching(files: Readonly<Record<string, string>>, words: string): Promise<Waiting> {
  const folder = await temporaryFolder(files);
  const { child, output, ended } = spawnCli(["dev", "h.ts", "--port", "0"], { cwd: folder.path });
  await expect.poll(output, { timeout: 10_000 }).toContain(words);
  return {
    output,
    write: (name, text) => writeFile(join(folder.path, name), text),
    stop(signal) {
      child.kill(signal);
      return ended;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
      await folder[Symbol.asyncDispose]();
    },
  };
}

function spawnCli(args: readonly string[], { cwd }: { readonly cwd: string }) {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [bin, ...args], { cwd, env: { PATH, HOME, NO_COLOR: "1" } });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, output: () => text, ended };
}

const bin = fileURLToPath(new URL("../../../bin/sio-serve.js", import.meta.url));

/** For `expect.poll` of what takes another process a moment. */
export const patient = { timeout: 10_000, interval: 20 };

/** A handlers file whose event `v` answers with `version`. */
export function answering(version: number | string): string {
  return `import { on } from "sio-serve";\non("v", () => ${JSON.stringify(version)});\n`;
}

/** Waits until the client is answered by this version. */
export async function expectVersion(client: Socket, version: unknown): Promise<void> {
  await expect.poll(() => client.timeout(5_000).emitWithAck("v"), { timeout: 10_000, interval: 10 }).toEqual(version);
}

/** What is in a file of the project. */
export function read(folder: string, name: string): Promise<string> {
  return readFile(join(folder, name), "utf8");
}
