import { caddy } from "./caddy.ts";
import { haproxy } from "./haproxy.ts";
import { nginx } from "./nginx.ts";
import { traefik } from "./traefik.ts";
import type { ProxyWriter } from "./writer.ts";

/** Every proxy that a configuration can be written for. */
export const proxies = { nginx, caddy, haproxy, traefik } satisfies Record<string, ProxyWriter>;

/** The name of one. */
export type ProxyName = keyof typeof proxies;
