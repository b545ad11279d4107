import { join } from "node:path";
import { temporaryFolder } from "../folder.ts";
import { missingProgram } from "../needs.ts";
import { listens } from "../ports.ts";
import { type BrokerTls, brokerProcess, freePort, type TestBroker } from "./broker-process.ts";

/** Why there is no NATS here. */
export const noNats = missingProgram("nats-server", "nats-server");

/** What a NATS server asks of its clients. */
export interface NatsOptions {
  /** More words of its command line. @example ["--user", "anna", "--pass", "pssst"] */
  readonly args?: readonly string[];
  /** What stands before the host in the URL. @example "anna:pssst@" */
  readonly user?: string;
  /** Encrypted, and by no other way. */
  readonly tls?: BrokerTls;
  /** What those who give no name may do; everything unless given. */
  readonly permissions?: { readonly publish?: readonly string[]; readonly subscribe?: readonly string[] };
}

/** Starts a real NATS server on a free port. */
export async function startNats({ args = [], user = "", permissions, tls }: NatsOptions = {}): Promise<TestBroker> {
  const visitor = { user: "visitor", password: "visitor", ...(permissions && { permissions }) };
  const config = permissions ? { no_auth_user: "visitor", authorization: { users: [visitor] } } : {};
  const [port, folder] = await Promise.all([freePort(), temporaryFolder({ "nats.conf": JSON.stringify(config) })]);
  const encryption = tls ? ["--tls", "--tlscert", tls.certificate, "--tlskey", tls.key] : [];
  const running = brokerProcess({
    command: "nats-server",
    args: [
      "--addr",
      "127.0.0.1",
      "--port",
      String(port),
      "--config",
      join(folder.path, "nats.conf"),
      ...encryption,
      ...args,
    ],
    ready: () => listens(port),
  });
  await running.start();
  return {
    ...running,
    port,
    url: `nats://${user}127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await running.kill();
      await folder[Symbol.asyncDispose]();
    },
  };
}
