import { X509Certificate } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { get } from "node:https";
import { hostname } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";

const handlers = 'import { on } from "sio-serve";\non("add", (a: number, b: number) => a + b);\n';

/** The certificate of a server, as it shows it. */
function certificateAt(url: string): Promise<X509Certificate> {
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), rejectUnauthorized: false }, () => {
      resolve(new X509Certificate(socket.getPeerCertificate().raw));
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

test("--https serves with a certificate that names this machine, is kept, and is this user's alone", async () => {
  await using folder = await temporaryFolder({ "handlers.ts": handlers });
  const options = { cwd: folder.path, env: { HOME: folder.path } };
  const certificates = [];
  for (let start = 1; start <= 2; start += 1) {
    await using server = await startCli(["handlers.ts", "--port", "0", "--https"], options);
    expect(server.url).toMatch(/^https:/);
    expect(server.output()).toMatch(/^ +https +browsers will warn .* mkcert/m);
    certificates.push(await certificateAt(server.url));
    if (start === 1) {
      const { status, stdout } = await runCli(["connect", server.url, "--insecure", "--eval", "call add 1 2"]);
      expect([status, stdout]).toEqual([0, expect.stringContaining("✓ add 3 ")]);
      const { stderr } = await runCli(["connect", server.url]);
      expect(stderr).toContain("is not to be trusted: it is self-signed");
    }
    expect(await server.stop()).toBe(0);
  }
  const [first, second] = certificates;
  expect(first?.fingerprint256).toBe(second?.fingerprint256);
  expect(first?.subjectAltName).toContain("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
  expect(first?.checkHost(hostname())).toBeDefined();
  const days = (Date.parse(first?.validTo ?? "") - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29);
  expect(days).toBeLessThanOrEqual(30);

  const cache = join(folder.path, ".cache", "sio-serve");
  const files = await readdir(cache);
  expect(files).toHaveLength(1);
  const file = join(cache, files[0] ?? "");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(cache)).mode & 0o777).toBe(0o700);
  // Whoever trusts the certificate needs no --insecure.
  await using server = await startCli(["handlers.ts", "--port", "0", "--https"], options);
  const ca = await readFile(file, "utf8");
  const status = await new Promise((resolve, reject) => {
    get(`${server.url.replace("127.0.0.1", "localhost")}/nothing`, { ca, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
  expect(status).toBe(404);
});

test.each([
  [["--mode", "production"], "https-production"],
  [["--tls-cert", "cert.pem", "--tls-key", "key.pem"], "https-tls-cert"],
])("--https with %s is refused before anything starts", async (flags, rule) => {
  await using folder = await temporaryFolder({ "handlers.ts": handlers });
  const { status, stderr } = await runCli(["handlers.ts", "--https", ...flags], { cwd: folder.path });
  expect([status, stderr]).toEqual([78, expect.stringContaining(rule)]);
});

test("a home that cannot be written to is told, with what to do", async () => {
  await using folder = await temporaryFolder({ "handlers.ts": handlers, home: "a file" });
  const options = { cwd: folder.path, env: { HOME: join(folder.path, "home") } };
  const { status, stderr } = await runCli(["handlers.ts", "--port", "0", "--https"], options);
  expect([status, stderr]).toEqual([78, expect.stringContaining("--tls-cert FILE --tls-key FILE")]);
});
