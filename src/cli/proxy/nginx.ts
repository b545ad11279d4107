import { type Line, textOf } from "../lines.ts";
import { showPlace, type Upstream } from "./addresses.ts";
import type { Site } from "./site.ts";
import { type ProxyWriter, trustNote } from "./writer.ts";

/** nginx 1.15.3 or newer; a file for `conf.d`. */
export const nginx: ProxyWriter = {
  write(site) {
    const { name = "_", path } = site;
    return textOf([
      `# sio-serve behind nginx. Keep this as /etc/nginx/conf.d/sio-serve.conf, and then: nginx -t && nginx -s reload`,
      site.name !== undefined && `# For https: certbot --nginx -d ${name}`,
      trustNote(site),
      "",
      "# A request that asks for a WebSocket is passed on as one; the others share connections that stay open.",
      "map $http_upgrade $sio_connection {",
      "  default upgrade;",
      `  ""      "";`,
      "}",
      "",
      ...upstreamBlock(site),
      "",
      "server {",
      ...listenLines(site).map((line) => `  ${line}`),
      `  server_name ${name};`,
      "",
      "  proxy_http_version 1.1;",
      "  proxy_set_header Upgrade $http_upgrade;",
      "  proxy_set_header Connection $sio_connection;",
      "  # The server compares the origin of a page with the host, port included.",
      "  proxy_set_header Host $http_host;",
      "  # These replace what a client may have made up.",
      "  proxy_set_header X-Forwarded-For $remote_addr;",
      "  proxy_set_header X-Forwarded-Host $http_host;",
      "  proxy_set_header X-Forwarded-Proto $scheme;",
      ...encryptionLines(site),
      "",
      "  # The largest message that the server takes.",
      `  client_max_body_size ${site.bodyKb}k;`,
      "",
      `  location ${path} {`,
      `    proxy_pass ${site.encrypted ? "https" : "http"}://sio_serve;`,
      "    # Each packet leaves at once.",
      "    proxy_buffering off;",
      "    # Longer than pingInterval and pingTimeout together, so that the server is the one who gives a silent client up.",
      `    proxy_read_timeout ${site.idleSeconds}s;`,
      `    proxy_send_timeout ${site.idleSeconds}s;`,
      "  }",
      ...(path === "/"
        ? []
        : ["", "  location / {", `    proxy_pass ${site.encrypted ? "https" : "http"}://sio_serve;`, "  }"]),
      "}",
    ]);
  },
};

function upstreamBlock({ upstreams, sticky }: Site): readonly Line[] {
  return [
    "upstream sio_serve {",
    sticky &&
      "  # A client that polls sends its requests over many connections, and only the server that began its session",
    sticky &&
      "  # knows it. Behind another proxy every client has one address: then use set_real_ip_from, or hash a cookie.",
    sticky && "  hash $remote_addr consistent;",
    !sticky && upstreams.length > 1 && "  # Each WebSocket is a connection of its own, so that any server will do.",
    !sticky && upstreams.length > 1 && "  least_conn;",
    ...upstreams.map((upstream) => `  server ${place(upstream)};`),
    "  # Less than the 5 s after which Node.js closes an idle connection, so that no request meets its end.",
    "  keepalive 64;",
    "  keepalive_timeout 4s;",
    "}",
  ];
}

function place(upstream: Upstream): string {
  return "unixSocket" in upstream ? `unix:${upstream.unixSocket}` : showPlace(upstream);
}

function listenLines({ listen }: Site): readonly string[] {
  if (listen?.host !== undefined) return [`listen ${showPlace(listen)};`];
  const port = listen?.port ?? 80;
  return [`listen ${port};`, `listen [::]:${port};`];
}

function encryptionLines({ encrypted, local, name }: Site): readonly Line[] {
  if (!encrypted) return [];
  if (local)
    return ["  # The servers are on this machine, where nobody else can answer for them.", "  proxy_ssl_verify off;"];
  return [
    "  proxy_ssl_server_name on;",
    `  proxy_ssl_name ${name ?? "$host"};`,
    "  proxy_ssl_verify on;",
    "  proxy_ssl_verify_depth 3;",
    "  proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;",
  ];
}
