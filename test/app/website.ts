import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import express from "express";
import expressSession, { type Store } from "express-session";
import { io, type Socket } from "socket.io-client";
import { SocketIO, type SocketIOOptions } from "../../src/index.ts";
import { temporaryFolder } from "../_support/folder.ts";
import type { Logged } from "../_support/server.ts";

/** The store keeps a file for each session; the package has no types. */
const FileStore = createRequire(import.meta.url)("session-file-store")(expressSession) as new (
  options: object,
) => Store;

/** A website with HTTP sessions in files, and sockets beside its pages. */
export interface Website {
  readonly sio: SocketIO;
  readonly log: readonly Logged[];
  readonly store: Store;
  /** A browser without cookies. */
  browser(): Browser;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a website is made of, besides its handlers. */
export interface WebsiteOptions extends SocketIOOptions {
  /** Whether express-session writes sessions that a request has not changed. */
  readonly resave?: boolean;
}

declare module "express-session" {
  interface SessionData {
    [key: string]: unknown;
  }
}

/** Serves pages and sockets on one port: `/login/:name`, `/set/:key/:value`, `/logout`, and `/session`, which tells what it holds. */
export async function openWebsite(
  register: (sio: SocketIO) => void,
  { resave = false, ...options }: WebsiteOptions = {},
): Promise<Website> {
  const folder = await temporaryFolder();
  const store = new FileStore({ path: folder.path, retries: 0, reapInterval: -1, logFn() {} });
  const httpSession = expressSession({ secret: "test", resave, saveUninitialized: false, store });
  const log: Logged[] = [];
  const at = (level: string) => (message: string, fields?: Logged["fields"]) =>
    void log.push({ level, message, fields });
  const sio = new SocketIO({
    log: { trace: at("trace"), debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") },
    httpSession,
    ...options,
  });
  register(sio);
  const server = createServer(pages(httpSession)).listen(0, "127.0.0.1");
  await once(server, "listening");
  await sio.attach(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: Socket[] = [];
  return {
    sio,
    log,
    store,
    browser: () => openBrowser(url, clients),
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.disconnect();
      await sio.stop();
      server.close();
      server.closeAllConnections();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function pages(httpSession: express.RequestHandler): express.Express {
  const site = express().use(httpSession);
  site.get("/login/:name", (request, response) => {
    request.session.user = request.params.name;
    response.end();
  });
  site.get("/set/:key/:value", (request, response) => {
    request.session[request.params.key] = request.params.value;
    response.end();
  });
  site.get("/logout", (request, response) => {
    request.session.destroy(() => response.end());
  });
  site.get("/session", (request, response) => {
    const { cookie: _, __lastAccess: __, ...data } = { ...request.session };
    response.json(data);
  });
  return site;
}

/** Somebody's browser: it keeps the cookie, and opens a socket for each tab. */
export interface Browser {
  /** Fetches a page, and resolves with what it holds, if it is JSON. */
  get(path: string): Promise<unknown>;
  tab(options?: { readonly transport?: string; readonly namespace?: string }): Socket;
}

function openBrowser(url: string, clients: Socket[]): Browser {
  let cookie = "";
  return {
    async get(path) {
      const response = await fetch(url + path, { headers: { cookie } });
      cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
      const text = await response.text();
      return text === "" ? undefined : JSON.parse(text);
    },
    tab({ transport = "websocket", namespace = "/" } = {}) {
      const options = { forceNew: true, reconnection: false, transports: [transport], extraHeaders: { cookie } };
      const client = io(url + namespace, options);
      clients.push(client);
      return client;
    },
  };
}
