import { type Line, textOf } from "../lines.ts";
import { showPlace, type Upstream } from "./addresses.ts";
import type { Site } from "./site.ts";
import { type ProxyWriter, trustNote } from "./writer.ts";

/** HAProxy 2.4 or newer; a whole `haproxy.cfg`. */
export const haproxy: ProxyWriter = {
  write(site) {
    const { name, upstreams, idleSeconds } = site;
    return textOf([
      "# sio-serve behind HAProxy. Keep this as /etc/haproxy/haproxy.cfg, and then: haproxy -c -f /etc/haproxy/haproxy.cfg",
      "# For https: bind :443 ssl crt /etc/haproxy/certificate-and-key.pem alpn h2,http/1.1",
      trustNote(site),
      "",
      "defaults",
      "  mode http",
      "  timeout connect 5s",
      "  # A client has this long to send its request.",
      "  timeout http-request 10s",
      "  # Longer than pingInterval and pingTimeout together, so that the server is the one who gives a silent client up.",
      `  timeout client ${idleSeconds}s`,
      `  timeout server ${idleSeconds}s`,
      "  # The same for a WebSocket.",
      `  timeout tunnel ${idleSeconds}s`,
      "",
      "frontend sio_serve_in",
      `  bind ${bindPlace(site)}`,
      "  # These replace what a client may have made up.",
      "  http-request set-header X-Forwarded-For %[src]",
      "  http-request set-header X-Forwarded-Host %[req.hdr(host)]",
      "  http-request set-header X-Forwarded-Proto https if { ssl_fc }",
      "  http-request set-header X-Forwarded-Proto http unless { ssl_fc }",
      name === undefined
        ? "  default_backend sio_serve"
        : `  use_backend sio_serve if { req.hdr(host),field(1,:) -i ${name} }`,
      "",
      "backend sio_serve",
      ...balanceLines(site),
      ...checkLines(site),
      ...upstreams.map((upstream, index) => `  server sio${index + 1} ${place(upstream)} ${serverWords(site)}`),
    ]);
  },
};

function balanceLines({ sticky, upstreams }: Site): readonly Line[] {
  if (upstreams.length === 1) return [];
  if (!sticky)
    return ["  # Each WebSocket is a connection of its own, so that any server will do.", "  balance leastconn"];
  return [
    "  # A client that polls sends its requests over many connections, and only the server that began its session",
    "  # knows it. Behind another proxy every client has one address: then balance on a header or a cookie of it.",
    "  balance source",
    "  hash-type consistent",
  ];
}

function checkLines({ readyPath, name }: Site): readonly Line[] {
  if (readyPath === undefined) return [];
  return [
    "  # A server that stops says so here first.",
    "  option httpchk",
    `  http-check send meth GET uri ${readyPath} ver HTTP/1.1 hdr Host ${name ?? "localhost"}`,
    "  http-check expect status 200",
  ];
}

function serverWords({ encrypted, local, name }: Site): string {
  if (!encrypted) return "check";
  // On the proxy's own machine nobody else can answer for the servers.
  if (local) return "check ssl verify none";
  const whose = name === undefined ? "" : ` sni str(${name}) check-sni ${name} verifyhost ${name}`;
  return `check ssl verify required ca-file /etc/ssl/certs/ca-certificates.crt${whose}`;
}

function place(upstream: Upstream): string {
  return "unixSocket" in upstream ? `unix@${upstream.unixSocket}` : showPlace(upstream);
}

function bindPlace({ listen }: Site): string {
  return showPlace(listen ?? { port: 80 });
}
