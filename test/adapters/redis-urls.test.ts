import { describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../_support/brokers/broker-process.ts";
import { noRedis, startRedis } from "../_support/brokers/redis.ts";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { describeUnless } from "../_support/needs.ts";
import { issue, noCertificates } from "../server/certificates.ts";

const files = { "h.mjs": `export default (io) => io.on("connection", (s) => s.on("all", (x) => io.emit("news", x)));` };

/** Runs a server that will not start, to its end. */
async function refused(adapter: string, flags: readonly string[] = []) {
  await using folder = await temporaryFolder(files);
  const args = ["h.mjs", "--port", "0", "--adapter", adapter, ...flags];
  const { status, stdout, stderr } = await runCli(args, { cwd: folder.path });
  return { status, said: stdout + stderr };
}

describe("what the URL says wrong is told before anything starts, and its secrets are not", () => {
  test.each([
    ["rediss//:pssst@host", 78, "--adapter must be the URL of a broker"],
    ["redi://:pssst@127.0.0.1", 78, 'Did you mean "redis://"?'],
    ["http://:pssst@127.0.0.1", 78, "it begins with redis, "],
    ["redis://:pssst@127.0.0.1:99999", 78, "--adapter must be the URL of a broker"],
    ["redis://:pssst@127.0.0.1?mode=stream", 78, "streams, pubsub, sharded"],
    ["redis://:pssst@127.0.0.1/prod", 78, 'Databases of Redis are numbers, and the adapter\'s URL names "prod"'],
  ])("%s", async (url, status, words) => {
    const result = await refused(url);
    expect(result).toEqual({ status, said: expect.stringContaining(words) });
    expect(result.said).not.toContain("pssst");
  });

  test("recovery with a mode that keeps nothing", async () => {
    const { status, said } = await refused("redis://127.0.0.1?mode=pubsub", ["--connection-state-recovery", "2m"]);
    expect({ status, said }).toEqual({ status: 78, said: expect.stringContaining("[adapter-recovery]") });
  });
});

describeUnless(noRedis, "what Redis refuses", () => {
  test("a wrong password, and a database that there is not", async () => {
    await using broker = await startRedis({ args: ["--requirepass", "right"], user: ":pssst@" });
    for (const [url, words] of [
      [broker.url, "WRONGPASS"],
      [broker.url.replace(":pssst@", ""), "NOAUTH"],
      [`${broker.url.replace("pssst", "right")}/99`, "DB index is out of range"],
    ] as const) {
      const { status, said } = await refused(url);
      expect({ status, said }).toEqual({ status: 78, said: expect.stringContaining(words) });
      expect(said).not.toMatch(/pssst|:right/);
    }
  });

  test.concurrent("TLS where there is none: it is told, and tried again", async () => {
    await using broker = await startRedis();
    await using folder = await temporaryFolder(files);
    const args = ["h.mjs", "--port", "0", "--adapter", broker.url.replace("redis:", "rediss:")];
    await using server = await startCli(args, { cwd: folder.path });
    await expect.poll(server.output).toContain("it does not answer in TLS; if it has none, the scheme is redis://");
  });

  test.concurrent("a required broker that nobody can reach: exit status 69", async () => {
    const { status, said } = await refused(`redis://anna:pssst@127.0.0.1:${await freePort()}`, ["--require-adapter"]);
    expect(status).toBe(69);
    expect(said).toContain("has not answered for 10 s");
    expect(said).toContain("ECONNREFUSED");
    expect(said).not.toContain("pssst");
  });
});

describeUnless(noRedis, "the command with a broker", () => {
  test("shows the adapter without its password, and stops with status 0", async () => {
    await using broker = await startRedis({ args: ["--requirepass", "pssst"], user: ":pssst@" });
    await using folder = await temporaryFolder(files);
    const args = ["h.mjs", "--port", "0", "--adapter", broker.url, "--channel", "staging"];
    const server = await startCli(args, { cwd: folder.path });
    onTestFinished(() => server[Symbol.asyncDispose]());
    expect(server.output()).toContain(`redis://:***@127.0.0.1:${broker.port}  channel staging`);
    expect(await server.stop()).toBe(0);
    expect(server.output()).not.toContain("pssst");
  });

  test("a password is masked by sio config, in both forms", async () => {
    await using folder = await temporaryFolder({
      "sio.config.json": '{"adapter":"redis://anna:pssst@h/1?mode=pubsub"}',
    });
    for (const flags of [[], ["--json"]]) {
      const { stdout, stderr } = await runCli(["config", ...flags], { cwd: folder.path });
      expect(stdout).toContain("redis://anna:***@h/1?mode=pubsub");
      expect(stdout + stderr).not.toContain("pssst");
    }
  });
});

describeUnless(noRedis ?? noCertificates, "an encrypted Redis", () => {
  test("is reached by rediss://, if its certificate can be trusted, and not by redis://", async () => {
    await using folder = await temporaryFolder(files);
    await issue(folder.path, { as: "authority", name: "authority" });
    await issue(folder.path, { as: "server", name: "redis", by: "authority" });
    const port = await freePort();
    const tls = ["--tls-port", String(port), "--tls-auth-clients", "no"];
    const certificates = ["--tls-cert-file", `${folder.path}/redis.pem`, "--tls-key-file", `${folder.path}/redis.key`];
    await using _broker = await startRedis({
      args: [...tls, ...certificates, "--tls-ca-cert-file", `${folder.path}/authority.pem`],
    });
    const run = (adapter: string, env: Record<string, string>) => {
      const args = ["h.mjs", "--port", "0", "--adapter", `${adapter}://localhost:${port}`];
      return startCli(args, { cwd: folder.path, env });
    };
    const trust = { NODE_EXTRA_CA_CERTS: `${folder.path}/authority.pem` };
    for (const scheme of ["rediss", "valkeys"]) {
      await using server = await run(scheme, trust);
      expect(await server.stop()).toBe(0);
      expect(server.output()).not.toContain("warn");
    }
    await expect(run("rediss", {})).rejects.toThrow("NODE_EXTRA_CA_CERTS");
    await using plain = await run("redis", trust);
    await expect.poll(plain.output).toContain("if it wants TLS, the scheme is rediss://");
  });
});
