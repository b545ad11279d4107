import { type Line, textOf } from "../lines.ts";
import { showPlace, type Upstream } from "./addresses.ts";
import type { Site } from "./site.ts";
import { type ProxyWriter, trustNote } from "./writer.ts";

/** Caddy 2.5 or newer; a whole Caddyfile. It passes WebSockets on, keeps `Host` and sets `X-Forwarded-*` by itself. */
export const caddy: ProxyWriter = {
  write(site) {
    const { upstreams, listen } = site;
    return textOf([
      "# sio-serve behind Caddy. Keep this as /etc/caddy/Caddyfile, and then: caddy validate --config /etc/caddy/Caddyfile",
      site.name !== undefined && listen === undefined && "# Caddy gets a certificate for the name by itself.",
      trustNote(site),
      "",
      `${siteAddress(site)} {`,
      listen?.host !== undefined && `\tbind ${listen.host}`,
      `\treverse_proxy ${upstreams.map((upstream) => place(upstream, site)).join(" ")} {`,
      "\t\t# Each packet leaves at once.",
      "\t\tflush_interval -1",
      ...balanceLines(site),
      ...encryptionLines(site),
      "\t}",
      "}",
    ]);
  },
};

/** A port that was named is one without a certificate. */
function siteAddress({ name, listen }: Site): string {
  if (listen) return `http://${name ?? ""}:${listen.port}`;
  return name ?? ":80";
}

function balanceLines({ sticky, upstreams, readyPath }: Site): readonly Line[] {
  if (upstreams.length === 1) return [];
  return [
    sticky &&
      "\t\t# A client that polls sends its requests over many connections, and only the server that began its session",
    sticky && "\t\t# knows it. Behind another proxy every client has one address: then use lb_policy cookie.",
    sticky && "\t\tlb_policy ip_hash",
    !sticky && "\t\t# Each WebSocket is a connection of its own, so that any server will do.",
    !sticky && "\t\tlb_policy least_conn",
    readyPath !== undefined && "\t\t# A server that stops says so here first.",
    readyPath !== undefined && `\t\thealth_uri ${readyPath}`,
    readyPath !== undefined && "\t\thealth_interval 2s",
  ];
}

function encryptionLines({ encrypted, local, name }: Site): readonly Line[] {
  if (!encrypted) return [];
  return [
    "\t\ttransport http {",
    local && "\t\t\t# The servers are on this machine, where nobody else can answer for them.",
    local && "\t\t\ttls_insecure_skip_verify",
    !local && name === undefined && "\t\t\ttls",
    !local && name !== undefined && `\t\t\ttls_server_name ${name}`,
    "\t\t}",
  ];
}

function place(upstream: Upstream, { encrypted }: Site): string {
  if ("unixSocket" in upstream) return `unix/${upstream.unixSocket}`;
  return `${encrypted ? "https://" : ""}${showPlace(upstream)}`;
}
