import { readFile } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { probe } from "../../src/probe/probe.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { needs } from "../_support/needs.ts";
import { issue, noCertificates } from "../server/certificates.ts";
import { serveBare, serveHttp } from "./deployments.ts";
import { finding, idsOf } from "./found.ts";

beforeEach((context) => needs(context, noCertificates));

/** The certificate of this machine, and its authority's; both are valid for two days. */
async function certificate({ by }: { readonly by?: "root" } = {}) {
  await using folder = await temporaryFolder();
  const ca = await issue(folder.path, { as: "authority", name: "root" });
  const cert = await issue(folder.path, { as: "server", name: "localhost", ...(by && { by }) });
  return { ca, cert, key: await readFile(join(folder.path, "localhost.key"), "utf8") };
}

test("a certificate that is trusted", async () => {
  const { ca, ...tls } = await certificate({ by: "root" });
  await using server = await serveBare({ tls });
  const report = await probe(server.url, { ca: [ca] });
  expect(idsOf(report)).toEqual(["P20", "P64"]);
  expect(finding(report, "P20").what).toMatch(/^The certificate expires in 1 day|in 2 days$/);
  expect(report.server).toMatchObject({
    upgraded: true,
    certificate: { subject: "localhost", issuer: "root", protocol: "TLSv1.3" },
  });
  expect(report.server.certificate).not.toHaveProperty("distrust");
});

test("a self-signed certificate: what to do, and the rest with insecure", async () => {
  const { ca: _, ...tls } = await certificate();
  await using server = await serveBare({ tls });
  const report = await probe(server.url);
  expect(idsOf(report)).toEqual(["P08"]);
  expect(finding(report, "P08").what).toContain("it is self-signed");
  expect(
    finding(report, "P08")
      .fixes.map(({ say }) => say)
      .join(),
  ).toContain("sio doctor --insecure");

  const rest = await probe(server.url, { insecure: true });
  expect(idsOf(rest)).toEqual(["P20", "P23", "P64"]);
  expect(rest.server).toMatchObject({ upgraded: true, certificate: { distrust: "DEPTH_ZERO_SELF_SIGNED_CERT" } });
});

test("an authority that nobody knows", async () => {
  const { ca: _, ...tls } = await certificate({ by: "root" });
  await using server = await serveBare({ tls });
  expect(finding(await probe(server.url), "P08").what).toContain("its authority is not a known one");
});

test("a certificate for another name", async ({ skip }) => {
  skip(platform() !== "linux", "only Linux has more than one loopback address");
  const { ca, ...tls } = await certificate({ by: "root" });
  await using server = await serveBare({ tls, host: "127.0.0.2" });
  expect(finding(await probe(server.url, { ca: [ca] }), "P08").what).toContain("it is for another host name");
});

test("http for a server with TLS", async () => {
  const { ca: _, ...tls } = await certificate();
  await using server = await serveBare({ tls });
  const report = await probe(server.url.replace("https:", "http:"));
  expect(idsOf(report)).toEqual(["P07"]);
  expect(finding(report, "P07").fixes).toEqual([{ say: `sio doctor --url ${server.url}/` }]);
});

test("versions of TLS that have been withdrawn", async () => {
  const { ca: _, ...tls } = await certificate();
  const old = { ...tls, minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
  await using server = await serveBare({ tls: old });
  const report = await probe(server.url, { insecure: true, idleMs: 0 });
  expect(finding(report, "P21").what).toContain("TLSv1.1");
});

test("a server of withdrawn versions only", async () => {
  const { ca: _, ...tls } = await certificate();
  const old = { ...tls, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
  await using server = await serveBare({ tls: old });
  expect(idsOf(await probe(server.url, { insecure: true }))).toEqual(["P09"]);
});

test("a server that wants a certificate of the client", async () => {
  const { ca, ...tls } = await certificate();
  const mutual = { ...tls, ca, requestCert: true, rejectUnauthorized: true, maxVersion: "TLSv1.2" } as const;
  await using server = await serveHttp((_request, response) => response.end("in"), mutual);
  expect(idsOf(await probe(server.url, { insecure: true }))).toEqual(["P09"]);
});
