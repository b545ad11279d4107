import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "../folder.ts";
import { missingProgram } from "../needs.ts";
import { listens } from "../ports.ts";
import { type BrokerTls, brokerProcess, freePort, type TestBroker } from "./broker-process.ts";

/** Debian's `rabbitmq-server` on the PATH changes the user; this is what it runs. */
const program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

/** Why there is no RabbitMQ here. */
export const noRabbitmq = missingProgram(program, "rabbitmq-server");

/** A real RabbitMQ. */
export interface Rabbitmq extends TestBroker {
  /** Where it can be reached encrypted, if it has a certificate. */
  readonly tlsUrl: string;
}

/**
 * Starts a real RabbitMQ on free ports, with all it has in a folder of its own. Erlang's name server is run beside it in the foreground:
 * by itself RabbitMQ leaves one behind. It takes some 5 to 10 s, so start one for all tests of a file.
 */
export async function startRabbitmq({ tls }: { readonly tls?: BrokerTls } = {}): Promise<Rabbitmq> {
  const [port, tlsPort, distributionPort, namesPort] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const config = tls && [
    `listeners.ssl.1 = 127.0.0.1:${tlsPort}`,
    `ssl_options.cacertfile = ${tls.authority}`,
    `ssl_options.certfile = ${tls.certificate}`,
    `ssl_options.keyfile = ${tls.key}`,
  ];
  const folder = await temporaryFolder({ plugins: "[].", "rabbitmq.conf": `${(config ?? []).join("\n")}\n` });
  const at = (name: string) => join(folder.path, name);
  await mkdir(at("home"));
  const running = brokerProcess({
    command: "sh",
    args: ["-c", `epmd -address 127.0.0.1 -port ${namesPort} & exec ${program}`],
    options: {
      cwd: folder.path,
      env: {
        PATH: process.env.PATH,
        HOME: at("home"),
        ERL_EPMD_PORT: String(namesPort),
        RABBITMQ_NODENAME: `sio-${port}@localhost`,
        RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
        RABBITMQ_NODE_PORT: String(port),
        RABBITMQ_DIST_PORT: String(distributionPort),
        RABBITMQ_MNESIA_BASE: at("mnesia"),
        RABBITMQ_LOG_BASE: at("log"),
        RABBITMQ_PID_FILE: at("pid"),
        RABBITMQ_ENABLED_PLUGINS_FILE: at("plugins"),
        RABBITMQ_CONF_ENV_FILE: "/dev/null",
        RABBITMQ_CONFIG_FILE: at("rabbitmq.conf"),
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "+S 1:1",
      },
    },
    ready: () => listens(port),
    readyMs: 60_000,
  });
  await running.start();
  return {
    ...running,
    port,
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    tlsUrl: `amqps://guest:guest@localhost:${tlsPort}`,
    async [Symbol.asyncDispose]() {
      await running.kill();
      await folder[Symbol.asyncDispose]();
    },
  };
}
