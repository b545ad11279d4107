import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Config } from "../../config/options.ts";
import { readBrokerUrl } from "../../lib/broker-url.ts";

/**
 * What a server is known as on the queue: 32 hexadecimal digits. Servers that hear each other by an adapter have one name in common, so that
 * what one of them sends is not delivered a second time by the others, who have had it from the adapter.
 *
 * @param crew what the processes of one server have in common
 */
export function hostOf({ adapter, channel }: Pick<Config, "adapter" | "channel">, crew?: string): string {
  if (adapter !== undefined) {
    const { hosts, url } = readBrokerUrl(adapter) ?? { hosts: [adapter], url: undefined };
    return digest(["adapter", [...hosts].sort(), url?.pathname, channel]);
  }
  if (crew !== undefined) return digest(["workers", hostname(), crew]);
  return randomBytes(16).toString("hex");
}

function digest(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
