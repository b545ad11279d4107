import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, type TestContext } from "vitest";
import { temporaryFolder } from "../_support/folder.ts";
import { missingProgram, needs } from "../_support/needs.ts";
import { canConnect } from "../_support/ports.ts";

/** A proxy that is installed, or could be. */
interface Program {
  readonly package: string;
  /** What a configuration of `sio proxy` needs around it to run as a test wants it. */
  readonly around: (configuration: string) => string;
  readonly check: readonly string[];
  readonly run: readonly string[];
}

const file = "proxy.conf";

/** The proxies that Debian has. */
export const programs = {
  nginx: {
    package: "nginx-light",
    around: (configuration) => `
daemon off; master_process off; pid nginx.pid; error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
${configuration}
}`,
    check: ["-t", "-p", ".", "-c", file, "-e", "stderr"],
    run: ["-p", ".", "-c", file, "-e", "stderr"],
  },
  haproxy: {
    package: "haproxy",
    around: (configuration) => configuration,
    check: ["-c", "-f", file],
    run: ["-db", "-f", file],
  },
  caddy: {
    package: "caddy",
    around: (configuration) => `{\n\tadmin off\n\tauto_https off\n}\n${configuration}`,
    check: ["validate", "--config", file, "--adapter", "caddyfile"],
    run: ["run", "--config", file, "--adapter", "caddyfile"],
  },
} satisfies Readonly<Record<string, Program>>;

/** The name of one, which is also its command. */
export type ProgramName = keyof typeof programs;

/** All names. */
export const programNames = Object.keys(programs) as ProgramName[];

/** Skips the test where the proxy is not installed. */
export function needProgram(name: ProgramName, test: TestContext): void {
  needs(test, missingProgram(name, programs[name].package));
}

/** What the proxy's own check says of a configuration; `undefined` if it is right. */
export async function complaint(name: ProgramName, configuration: string): Promise<string | undefined> {
  const { around, check } = programs[name];
  await using folder = await temporaryFolder({ [file]: around(configuration) });
  const { status, stdout, stderr } = spawnSync(name, check, {
    cwd: folder.path,
    env: envOf(folder.path),
    encoding: "utf8",
  });
  return status === 0 ? undefined : stdout + stderr;
}

/** Runs the proxy with a configuration that makes it listen on this port; it ends with the test. */
export async function startProxy(name: ProgramName, configuration: string, port: number): Promise<void> {
  const { around, run } = programs[name];
  const folder = await temporaryFolder({ [file]: around(configuration) });
  const child = spawn(name, run, {
    cwd: folder.path,
    env: envOf(folder.path),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
    await folder[Symbol.asyncDispose]();
  });
  await expect.poll(async () => (child.exitCode === null ? canConnect(port) : said)).toBe(true);
}

/** Caddy keeps files of its own. */
function envOf(folder: string): NodeJS.ProcessEnv {
  const home = join(folder, "home");
  return { PATH: process.env.PATH, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
}
