import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { type TemporaryFolder, temporaryFolder } from "../_support/folder.ts";
import { needs } from "../_support/needs.ts";
import { connected } from "../_support/server.ts";
import { issue, noCertificates } from "./certificates.ts";
import { openClient, transportOf } from "./client.ts";

const files = {
  "h.ts": `import { on, request } from "sio-serve";
on("echo", (value: unknown) => value);
on("encrypted", () => "encrypted" in request.raw.socket);
`,
};
const withTls = ["h.ts", "--port", "0", "--tls-cert", "localhost.pem", "--tls-key"];

/** A project with a certificate for this machine that an authority of its own has issued. */
async function project(passphrase?: string): Promise<TemporaryFolder & { readonly ca: string }> {
  const folder = await temporaryFolder(files);
  const ca = await issue(folder.path, { as: "authority", name: "root" });
  await issue(folder.path, { as: "server", name: "localhost", by: "root", ...(passphrase && { passphrase }) });
  return { ...folder, ca };
}

beforeEach((context) => needs(context, noCertificates));

describe("with a certificate", () => {
  test.each(["polling", "websocket"])("clients that trust it connect over %s", async (transport) => {
    await using folder = await project();
    await using server = await startCli([...withTls, "localhost.key"], { cwd: folder.path });
    expect(server.url).toMatch(/^https:/);
    const client = openClient(server.url, { ca: folder.ca, transports: [transport] });
    expect(await client.emitWithAck("echo", { bytes: [1, 2] })).toEqual({ bytes: [1, 2] });
    expect(await client.emitWithAck("encrypted")).toBe(true);
    expect(await server.stop()).toBe(0);
  });

  test("a client begins with polling and changes to wss", async () => {
    await using folder = await project();
    await using server = await startCli([...withTls, "localhost.key"], { cwd: folder.path });
    const client = await connected(openClient(server.url, { ca: folder.ca }));
    await expect.poll(() => transportOf(client)).toBe("websocket");
    expect(await client.emitWithAck("echo", 1)).toBe(1);
  });

  test("clients that do not trust it, or do not encrypt, stay out", async () => {
    await using folder = await project();
    await using server = await startCli([...withTls, "localhost.key"], { cwd: folder.path });
    await expect(connected(openClient(server.url))).rejects.toThrow();
    await expect(connected(openClient(server.url.replace("https:", "http:")))).rejects.toThrow();
  });

  test("only the server's own pages over https may connect", async () => {
    await using folder = await project();
    await using server = await startCli([...withTls, "localhost.key"], { cwd: folder.path });
    const from = (origin: string) => openClient(server.url, { ca: folder.ca, extraHeaders: { origin } });
    await connected(from(server.url));
    await expect(connected(from(server.url.replace("https:", "http:")))).rejects.toThrow();
  });
});

describe("an encrypted key", () => {
  test("is opened with its passphrase, which the settings keep to themselves", async () => {
    await using folder = await project("correct horse");
    const env = { SIO_TLS_PASSPHRASE: "correct horse" };
    await using server = await startCli([...withTls, "localhost.encrypted"], { cwd: folder.path, env });
    expect(await openClient(server.url, { ca: folder.ca }).emitWithAck("echo", 1)).toBe(1);
    expect(server.output()).not.toContain("correct horse");
  });

  test.each([
    ["without a passphrase", {}],
    ["with a wrong one", { SIO_TLS_PASSPHRASE: "battery staple" }],
  ])("%s is refused with the flag that gives it", async (_how, env) => {
    await using folder = await project("correct horse");
    const result = await runCli([...withTls, "localhost.encrypted"], { cwd: folder.path, env });
    expect(result.stderr).toContain("--tls-passphrase");
    expect(result.stderr).not.toContain("battery staple");
    expect(result.status).toBe(78);
  });
});

test("a key of another certificate is refused", async () => {
  await using folder = await project();
  const result = await runCli([...withTls, "root.key"], { cwd: folder.path });
  expect(result.stderr).toContain("cannot be used together");
  expect(result.status).toBe(78);
});

test("authorities in between that the certificate's file lacks come from tlsCa", async () => {
  await using folder = await temporaryFolder(files);
  const ca = await issue(folder.path, { as: "authority", name: "root" });
  await issue(folder.path, { as: "authority", name: "between", by: "root" });
  await issue(folder.path, { as: "server", name: "localhost", by: "between" });
  const args = [...withTls, "localhost.key"];
  await using without = await startCli(args, { cwd: folder.path });
  await expect(connected(openClient(without.url, { ca }))).rejects.toThrow();
  await using server = await startCli([...args, "--tls-ca", join(folder.path, "between.pem")], { cwd: folder.path });
  for (const transport of ["polling", "websocket"]) {
    expect(await openClient(server.url, { ca, transports: [transport] }).emitWithAck("echo", 1)).toBe(1);
  }
});
