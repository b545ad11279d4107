import { SioError } from "../../errors.ts";
import { type Line, textOf } from "../lines.ts";
import { showPlace, type Upstream } from "./addresses.ts";
import type { Site } from "./site.ts";
import { type ProxyWriter, trustNote } from "./writer.ts";

/** Traefik 3; a file for its file provider. It passes WebSockets on, keeps `Host` and sets `X-Forwarded-*` by itself. */
export const traefik: ProxyWriter = {
  write(site) {
    const { name, upstreams, encrypted } = site;
    return textOf([
      "# sio-serve behind Traefik. Keep this in the folder of the file provider, such as /etc/traefik/dynamic/sio-serve.yml.",
      `# The entry point is one of the static configuration:  entryPoints: { web: { address: "${address(site)}" } }`,
      name !== undefined &&
        "# For https: entryPoints: [websecure], and below the router  tls: { certResolver: letsencrypt }",
      trustNote(site),
      "",
      "http:",
      "  routers:",
      "    sio-serve:",
      `      rule: "${name === undefined ? "PathPrefix(`/`)" : `Host(\`${name}\`)`}"`,
      "      entryPoints: [web]",
      "      service: sio-serve",
      "  services:",
      "    sio-serve:",
      "      loadBalancer:",
      "        passHostHeader: true",
      "        # Each packet leaves at once.",
      '        responseForwarding: { flushInterval: "-1ms" }',
      ...stickyLines(site),
      ...checkLines(site),
      encrypted && "        serversTransport: sio-serve",
      "        servers:",
      ...upstreams.map((upstream) => `          - url: "${encrypted ? "https" : "http"}://${place(upstream)}"`),
      ...transportLines(site),
    ]);
  },
};

function stickyLines({ sticky }: Site): readonly Line[] {
  if (!sticky) return [];
  return [
    "        # A client that polls sends its requests over many connections, and only the server that began its session",
    "        # knows it. Pages of another origin, and programs, send the cookie only with withCredentials: true.",
    "        sticky:",
    "          cookie: { name: sio_server, httpOnly: true, sameSite: lax }",
  ];
}

function checkLines({ readyPath, upstreams }: Site): readonly Line[] {
  if (readyPath === undefined || upstreams.length === 1) return [];
  return [
    "        # A server that stops says so here first.",
    `        healthCheck: { path: ${readyPath}, interval: 2s, timeout: 1s }`,
  ];
}

function transportLines({ encrypted, local, name }: Site): readonly Line[] {
  if (!encrypted) return [];
  return [
    "  serversTransports:",
    "    sio-serve:",
    local && "      # The servers are on this machine, where nobody else can answer for them.",
    local && "      insecureSkipVerify: true",
    !local && `      serverName: "${name ?? ""}"`,
  ];
}

function place(upstream: Upstream): string {
  if (!("unixSocket" in upstream)) return showPlace(upstream);
  throw new SioError("usage", "Traefik cannot reach a server on a Unix socket.", {
    hint: "Give the server a port: --port 5000, or --upstream 127.0.0.1:5000",
  });
}

function address({ listen }: Site): string {
  return showPlace(listen ?? { port: 80 });
}
