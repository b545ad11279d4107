import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { runCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { needs } from "../_support/needs.ts";
import { issue, noCertificates } from "../server/certificates.ts";
import { serveBare } from "./bare.ts";
import { benchJson, brief } from "./run.ts";

beforeEach((context) => needs(context, noCertificates));

test.each(["websocket", "polling"])("a server with TLS, over %s", async (transport) => {
  await using folder = await temporaryFolder();
  const cert = await issue(folder.path, { as: "server", name: "localhost" });
  const key = await readFile(join(folder.path, "localhost.key"), "utf8");
  const server = await serveBare({ tls: { key, cert } });
  const args = [...brief, "--transports", transport, "--payload", "70kb"];

  const trusted = await benchJson([server.url.replace("127.0.0.1", "localhost"), ...args], {
    env: { NODE_EXTRA_CA_CERTS: join(folder.path, "localhost.pem") },
  });
  expect([trusted.status, trusted.report.ok]).toEqual([0, true]);
  expect(trusted.report.messages.answered).toBe(trusted.report.messages.sent);

  const insecure = await benchJson([server.url.replace("https", "wss"), ...args, "--insecure"]);
  expect(insecure.status).toBe(0);

  const refused = await runCli(["bench", server.url, ...args]);
  expect(refused.status).toBe(69);
  expect(refused.stderr).toContain(`No client can connect to ${server.url}/: self-signed certificate.`);
  expect(refused.stderr).toContain("--insecure");

  const plain = await runCli(["bench", server.url.replace("https", "http"), ...args]);
  expect(plain.status).toBe(69);
});

test("https:// of a server without TLS is told", async () => {
  const server = await serveBare();
  const { status, stderr } = await runCli(["bench", server.url.replace("http", "https")]);
  expect(status).toBe(69);
  expect(stderr).toContain(`127.0.0.1 port ${server.port} does not speak TLS.`);
});
