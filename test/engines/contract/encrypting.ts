import { request } from "node:https";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../_support/folder.ts";
import { needs } from "../../_support/needs.ts";
import { connected } from "../../_support/server.ts";
import { issue, noCertificates } from "../../server/certificates.ts";
import { open, type Subject, start, transports } from "./subject.ts";

/** TLS. */
export function encrypting(subject: Subject): void {
  beforeEach((context) => needs(context, noCertificates));

  test("with a certificate, everything is encrypted and handlers can tell", async () => {
    await using folder = await temporaryFolder();
    const ca = await issue(folder.path, { as: "authority", name: "root" });
    await issue(folder.path, { as: "server", name: "localhost", by: "root", passphrase: "correct horse" });
    const flags = ["--tls-cert", "localhost.pem", "--tls-key", "localhost.encrypted"];
    const env = { SIO_TLS_PASSPHRASE: "correct horse" };
    const server = await start(subject, { flags, env, cwd: folder.path });
    expect(server.url).toMatch(/^https:/);
    for (const transport of transports) {
      const client = open(server.url, { ca, transports: [transport] } as object);
      expect(await client.emitWithAck("handshake")).toMatchObject({ secure: true, encrypted: true });
    }
    const changing = await connected(open(server.url, { ca } as object));
    await expect.poll(() => changing.io.engine.transport.name).toBe("websocket");
    expect(await statusOf(`${server.url}/method`, ca)).toBe(200);
    await expect(connected(open(server.url))).rejects.toThrow();
    await expect(connected(open(server.url.replace("https:", "http:")))).rejects.toThrow();
    expect(await server.stop()).toBe(0);
  });
}

function statusOf(url: string, ca: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { ca }, (response) => response.resume().once("end", () => resolve(response.statusCode)))
      .on("error", reject)
      .end();
  });
}
