import { type ProxyRule, ranges, readProxy } from "../lib/proxies.ts";
import type { Kind } from "./option.ts";

/** More proxies in a row than anybody has. */
const most = 100;

/** A number of proxies, or a list of their addresses; `true` would be everybody, and is not understood. */
export const proxies: Kind<ProxyRule, number | string | readonly string[]> = {
  name: "proxies",
  placeholder: "addresses",
  expects:
    `addresses or subnets such as 10.0.0.0/8, any of ${Object.keys(ranges).join(", ")}, or how many proxies there are; ` +
    "never everybody, since clients could then make up their address",
  read(raw) {
    const value = typeof raw === "string" && /^\d+$/.test(raw) ? Number(raw) : raw;
    if (typeof value === "number") {
      const fits = Number.isInteger(value) && value >= 0 && value <= most;
      return fits ? { value: value === 0 ? [] : value } : undefined;
    }
    const items = typeof value === "string" ? value.split(",").map((item) => item.trim()) : value;
    if (!Array.isArray(items)) return undefined;
    const read = items.map((item) => (typeof item === "string" ? readProxy(item) : undefined));
    return read.includes(undefined) ? undefined : { value: [...new Set(read as string[])] };
  },
  show: (value) => (typeof value === "number" ? String(value) : value.join(", ") || "none"),
};
