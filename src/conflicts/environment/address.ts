import { once } from "node:events";
import { lstatSync } from "node:fs";
import { createServer, type ListenOptions } from "node:net";
import type { Config } from "../../config/options.ts";
import type { EnvironmentCheck } from "./check.ts";

/** Whether the server could listen where the settings say. */
export const address: EnvironmentCheck = {
  id: "E04",
  about: "an address that cannot be listened on, or that somebody listens on already",

  async look({ config, origin }) {
    const { host, port, unixSocket } = config;
    if (unixSocket !== undefined) return { name: "address", value: `${unixSocket}${noteOn(unixSocket)}` };
    const place = `${host}:${port}`;
    if (port === "auto") return { name: "address", value: `${host}, port 5000 or the next that is free` };
    if (port === 0) return { name: "address", value: `${host}, any port that is free` };
    const code = await whyNotListening({ host, port });
    if (code === undefined) return { name: "address", value: `${place} is free` };
    const reason = reasons[code] ?? `cannot be listened on (${code})`;
    const taken = code === "EADDRINUSE";
    return {
      name: "address",
      value: `${place} ${reason}`,
      finding: {
        level: taken ? "info" : "warning",
        what: `${place} ${reason}`,
        where: [`host: ${origin.host}`, `port: ${origin.port}`],
        consequence: taken
          ? "If that is not this server itself, it will not start."
          : "The server will not start, with exit status 69.",
        fixes: [{ say: adviceOn(code, config) }],
      },
    };
  },
};

/** By the system's code. */
const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use",
  EACCES: "is not this user's to listen on",
  EADDRNOTAVAIL: "is no address of this machine",
  ENOTFOUND: "has no address",
  EAI_AGAIN: "has no address",
};

function adviceOn(code: string, { port }: Config): string {
  if (code === "EADDRINUSE") return `To see who has it: lsof -i :${port}. To take another: --port 0`;
  if (code === "EACCES") return "Ports below 1024 are the system's; choose a higher one: --port 8080";
  return "Use 127.0.0.1 for this machine only, or 0.0.0.0 for every network: --host 0.0.0.0";
}

function noteOn(path: string): string {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return " is free";
    return found.isSocket() ? " is there, of a server that runs or was killed" : " is there, and is no socket";
  } catch (error) {
    return ` cannot be looked at (${(error as NodeJS.ErrnoException).code})`;
  }
}

async function whyNotListening(options: ListenOptions): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ ...options, exclusive: true });
    await once(server, "listening");
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unknown";
  } finally {
    if (server.listening) {
      server.close();
      await once(server, "close");
    }
  }
}
