import { Argument, type Command } from "../commander.ts";
import type { Edge } from "../edge.ts";
import { addOptionFlags } from "../flags.ts";
import { addExamples } from "../help.ts";
import { productionSettings } from "../production-settings.ts";
import type { ProxyFlags } from "../proxy/print.ts";
import type { ProxyName } from "../proxy/proxies.ts";
import { repeated } from "../repeated.ts";

const names = ["nginx", "caddy", "haproxy", "traefik"] as const satisfies readonly ProxyName[];

/** Adds `sio proxy nginx|caddy|haproxy|traefik`: a configuration for the settings in force, on stdout. */
export function addProxyCommand(program: Command, edge: Edge): void {
  const command = program
    .command("proxy")
    .summary("print what a proxy in front needs")
    .description("print a configuration of a proxy that fits the settings")
    .addArgument(new Argument("<proxy>", "what stands in front").choices(names))
    .option("--name <domain>", "the domain that it answers for")
    .option("--upstream <address>", "server behind it, host:port or unix:/path; may be repeated", repeated)
    .option("--listen <port>", "port, or address:port, on which it listens");
  addOptionFlags(command);
  addExamples(command, [
    ["sio proxy nginx --name chat.example.com", "for the server of the settings"],
    ["sio proxy haproxy --upstream 10.0.0.1:5000 --upstream 10.0.0.2:5000", "for several"],
  ]);
  command.action(async (proxy: ProxyName) => {
    const { config } = await productionSettings(edge, command);
    const { proxyConfiguration } = await import("../proxy/print.ts");
    edge.stdout(proxyConfiguration(proxy, config, command.opts<ProxyFlags>()));
  });
}
