import { join } from "node:path";
import { expect } from "vitest";
import type { BrokerTls } from "../_support/brokers/broker-process.ts";
import { startCli } from "../_support/cli.ts";
import { type TemporaryFolder, temporaryFolder } from "../_support/folder.ts";
import { issue } from "../server/certificates.ts";

/** A certificate for a broker on this machine, in a folder to be disposed of. */
export interface Certificates extends BrokerTls {
  readonly folder: TemporaryFolder;
}

/** Makes certificates in a folder of their own. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await temporaryFolder();
  await issue(folder.path, { as: "authority", name: "authority" });
  await issue(folder.path, { as: "server", name: "broker", by: "authority" });
  const at = (name: string) => join(folder.path, name);
  return { authority: at("authority.pem"), certificate: at("broker.pem"), key: at("broker.key"), folder };
}

/** Holds the command to reach the encrypted broker if it trusts the authority, and to refuse it if not. */
export async function expectTrust(adapter: string, { authority }: Certificates): Promise<void> {
  await using folder = await temporaryFolder({ "h.mjs": "export default () => {};" });
  const args = ["h.mjs", "--port", "0", "--adapter", adapter, "--require-adapter"];
  await using server = await startCli(args, { cwd: folder.path, env: { NODE_EXTRA_CA_CERTS: authority } });
  expect(await server.stop()).toBe(0);
  expect(server.output()).not.toContain("warn");
  await expect(startCli(args, { cwd: folder.path })).rejects.toThrow("NODE_EXTRA_CA_CERTS");
}
