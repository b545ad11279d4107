import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chmod, chown, cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { temporaryFolder } from "../folder.ts";
import { missingProgram } from "../needs.ts";
import { type BrokerTls, brokerProcess, freePort, type TestBroker } from "./broker-process.ts";

const run = promisify(execFile);

/** Debian keeps each release in a folder of its own, off the PATH. */
const releases = "/usr/lib/postgresql";
const newest = existsSync(releases)
  ? readdirSync(releases)
      .sort((a, b) => Number(a) - Number(b))
      .at(-1)
  : undefined;
const program = (name: string) => (newest ? join(releases, newest, "bin", name) : name);

/** Why there is no PostgreSQL here. */
export const noPostgres = missingProgram(program("postgres"), "postgresql");

/** Starts a real PostgreSQL on a free port, whose only user is anna with the password pssst. It refuses to run as root, and is run as postgres then. */
export async function startPostgres({ tls }: { readonly tls?: BrokerTls } = {}): Promise<TestBroker> {
  const [port, folder] = await Promise.all([freePort(), temporaryFolder({ password: "pssst" })]);
  const at = (name: string) => join(folder.path, name);
  const user = await unprivileged();
  await chmod(folder.path, 0o755);
  await mkdir(at("sockets"));
  if (tls) {
    await cp(tls.certificate, at("certificate"));
    await cp(tls.key, at("key"));
    await chmod(at("key"), 0o600);
    if (user) await chown(at("key"), user.uid, user.gid);
  }
  for (const path of [folder.path, at("password"), at("sockets")]) if (user) await chown(path, user.uid, user.gid);
  await run(
    program("initdb"),
    ["-D", at("new"), "-U", "anna", "--pwfile", at("password"), "-A", "scram-sha-256", "-N"],
    user,
  );
  const url = `postgres://anna:pssst@127.0.0.1:${port}/postgres`;
  const all = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: at("sockets"),
    fsync: "off",
    ...(tls && { ssl: "on", ssl_cert_file: at("certificate"), ssl_key_file: at("key") }),
  };
  const running = brokerProcess({
    command: program("postgres"),
    args: ["-D", at("data"), ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    options: { ...user },
    ready: () => ping(url),
    // Ends it at once as well, but takes its children and its shared memory along.
    deathSignal: "SIGQUIT",
  });
  const start = async () => {
    await rm(at("data"), { recursive: true, force: true });
    await run("cp", ["-a", at("new"), at("data")]);
    await running.start();
  };
  await start();
  return {
    ...running,
    start,
    port,
    url,
    async [Symbol.asyncDispose]() {
      await running.kill();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function unprivileged(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => run("id", [flag, "postgres"])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

async function ping(url: string): Promise<void> {
  const client = new pg.Client(url);
  client.on("error", () => {});
  await client.connect();
  await client.end();
}
