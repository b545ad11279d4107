import type { Line } from "../lines.ts";
import type { Site } from "./site.ts";

/** How a proxy is configured. */
export interface ProxyWriter {
  /**
   * Writes a whole configuration. It MUST pass WebSockets on, MUST wait at least `idleSeconds` for a silent server, MUST send all requests
   * of a client to one server if the site is sticky, MUST keep the header `Host`, and MUST replace `X-Forwarded-*` that a client has made up.
   *
   * @throws SioError `usage` if it cannot do what the site needs
   */
  write(site: Site): string;
}

/** What the server needs for the client's address to be known, as a comment. */
export function trustNote({ trustAdvice }: Site): Line {
  return (
    trustAdvice !== undefined &&
    `# Start the servers with --trust-proxy ${trustAdvice}, so that they know the address of each client.`
  );
}
