import type { IncomingMessage } from "node:http";
import * as net from "node:net";

/** Whom to believe about where a request comes from: how many proxies there are, or their addresses, subnets and {@link ranges}. */
export type ProxyRule = number | readonly string[];

/** Ranges of addresses by the name that Express gives them too. */
export const ranges = {
  loopback: ["127.0.0.0/8", "::1/128"],
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  uniquelocal: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Where a request comes from, as far as it can be believed. */
export interface Proxies {
  /** The address of the client: that of the last sender who is no proxy of ours. `undefined` over a Unix socket without one. */
  addressOf(request: IncomingMessage): string | undefined;
  /** The host that the client has asked for, with its port if it named one. */
  hostOf(request: IncomingMessage): string | undefined;
  /** `http` or `https`, if a proxy has said over which of them the client came. */
  schemeOf(request: IncomingMessage): string | undefined;
}

/** Makes what believes the headers `X-Forwarded-*` of those proxies, and of nobody else. */
export function proxiesOf(rule: ProxyRule): Proxies {
  const trusts = trustOf(rule);
  const said = (request: IncomingMessage, name: "host" | "proto") =>
    trusts(request.socket.remoteAddress, 0) ? firstOf(request.headers[`x-forwarded-${name}`]) : undefined;
  return {
    addressOf(request) {
      const hops = hopsOf(request.headers["x-forwarded-for"]);
      let address = request.socket.remoteAddress;
      for (const [index, hop] of hops.entries()) {
        if (!trusts(address, index) || hop === undefined) return address;
        address = hop;
      }
      return address;
    },
    hostOf: (request) => said(request, "host") ?? request.headers.host,
    schemeOf: (request) => said(request, "proto")?.toLowerCase(),
  };
}

/** An address or a subnet such as `10.0.0.0/8`, one of {@link ranges}, or `undefined`. A subnet of all addresses is none. */
export function readProxy(text: string): string | undefined {
  if (Object.hasOwn(ranges, text)) return text;
  const [address = "", bits, ...more] = text.split("/");
  const version = net.isIP(address);
  if (version === 0 || more.length > 0) return undefined;
  if (bits === undefined) return text;
  const most = version === 6 ? 128 : 32;
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most ? text : undefined;
}

/** Says of an address whether it is a proxy of ours, given how many proxies are between it and this server. */
type Trust = (address: string | undefined, index: number) => boolean;

function trustOf(rule: ProxyRule): Trust {
  if (typeof rule === "number") return (_, index) => index < rule;
  if (rule.length === 0) return () => false;
  const list = new net.BlockList();
  for (const subnet of rule.flatMap((item) => ranges[item as keyof typeof ranges] ?? [item])) {
    const [address = "", bits] = subnet.split("/");
    const family = familyOf(address);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  const trustsThisMachine = list.check("127.0.0.1", "ipv4");
  // Whoever connects to a Unix socket has no address, and is on this machine.
  return (address) => (address ? list.check(address, familyOf(address)) : trustsThisMachine);
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return net.isIP(address) === 6 ? "ipv6" : "ipv4";
}

/** Who has sent a request on, the last first; `undefined` for what is no address, so that nothing made up is taken for one. */
function hopsOf(header: string | string[] | undefined): readonly (string | undefined)[] {
  if (header === undefined) return [];
  return String(header)
    .split(",")
    .reverse()
    .map((hop) => addressIn(hop.trim()));
}

/** Some proxies add the port, and then put an IPv6 address into brackets. */
function addressIn(hop: string): string | undefined {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
  return net.isIP(bare) === 0 ? undefined : bare;
}

/** The first of several, which is what the outermost proxy has seen. */
function firstOf(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header).split(",")[0]?.trim() || undefined;
}
