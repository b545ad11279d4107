import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, type TestContext } from "vitest";
import { temporaryFolder } from "../_support/folder.ts";
import { missingProgram, needs } from "../_support/needs.ts";
import { canConnect } from "../_support/ports.ts";
import { type Deployment, freePort } from "./deployments.ts";

/** What nginx is told. */
export interface Nginx {
  /** Inside of `http`, before the server. */
  readonly http?: string;
  /** Inside of `server`. */
  readonly server: string;
  /** After the port in `listen`, such as `ssl`. */
  readonly listen?: string;
  /** Files beside the configuration, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What the Socket.IO documentation tells nginx. */
export const passOn = `
  proxy_http_version 1.1;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection "upgrade";
  proxy_set_header Host $http_host;`;

/** Skips the test where there is no nginx. */
export function needNginx(test: TestContext): void {
  needs(test, missingProgram("nginx", "nginx-light"));
}

/** Starts nginx on a port of its own, with its files in a temporary folder; it ends with the test. */
export async function startNginx({
  http = "",
  server,
  listen = "",
  files = {},
}: Nginx): Promise<Pick<Deployment, "url" | "port">> {
  const port = await freePort();
  const folder = await temporaryFolder({
    ...files,
    "nginx.conf": `
daemon off; master_process off; pid nginx.pid; error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  ${http}
  server { listen 127.0.0.1:${port} ${listen}; ${server} }
}`,
  });
  const nginx = spawn("nginx", ["-p", folder.path, "-c", "nginx.conf", "-e", "stderr"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  nginx.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const ended = once(nginx, "close");
  onTestFinished(async () => {
    nginx.kill("SIGKILL");
    await ended;
    await folder[Symbol.asyncDispose]();
  });
  await expect.poll(() => nginx.exitCode ?? canConnect(port), { timeout: 10_000, message: said }).toBe(true);
  return { port, url: `${listen.includes("ssl") ? "https" : "http"}://127.0.0.1:${port}` };
}
