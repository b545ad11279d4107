import * as net from "node:net";
import { once } from "./memoize.ts";

/** Made when an IPv6 address is asked about, and the class only named then, because Node loads it when it is named. */
const loopbackOfVersion6 = once(() => {
  const list = new net.BlockList();
  list.addAddress("::1", "ipv6");
  list.addSubnet("::ffff:127.0.0.0", 104, "ipv6");
  return list;
});

/** Whether a host, as an IP address without brackets or as `localhost`, can only mean this machine. */
export function isLoopback(host: string): boolean {
  const version = net.isIP(host);
  if (version === 0) return host.toLowerCase() === "localhost";
  return version === 4 ? host.startsWith("127.") : loopbackOfVersion6().check(host, "ipv6");
}
