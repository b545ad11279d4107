import type { Config } from "../../config/options.ts";
import { readListen, readName, readUpstream } from "./addresses.ts";
import { type ProxyName, proxies } from "./proxies.ts";
import { siteOf } from "./site.ts";

/** What the command line says, as it was typed. */
export interface ProxyFlags {
  readonly name?: string;
  readonly listen?: string;
  readonly upstream?: readonly string[];
}

/**
 * The configuration of a proxy in front of servers with these settings.
 *
 * @throws SioError `usage` for a flag that is not understood, or what this proxy cannot do
 */
export function proxyConfiguration(
  proxy: ProxyName,
  config: Config,
  { name, listen, upstream = [] }: ProxyFlags,
): string {
  const site = siteOf(config, {
    name: name === undefined ? undefined : readName(name),
    listen: listen === undefined ? undefined : readListen(listen),
    upstreams: upstream.map(readUpstream),
  });
  return proxies[proxy].write(site);
}
