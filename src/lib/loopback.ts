import { BlockList, isIP } from "node:net";
import { once } from "./memoize.ts";

/** Made when an IPv6 address is asked about, because Node loads lists of addresses only then. */
const loopbackOfVersion6 = once(() => {
  const list = new BlockList();
  list.addAddress("::1", "ipv6");
  list.addSubnet("::ffff:127.0.0.0", 104, "ipv6");
  return list;
});

/** Whether a host, as an IP address without brackets or as `localhost`, can only mean this machine. */
export function isLoopback(host: string): boolean {
  const version = isIP(host);
  if (version === 0) return host.toLowerCase() === "localhost";
  return version === 4 ? host.startsWith("127.") : loopbackOfVersion6().check(host, "ipv6");
}
