import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { io, type Socket } from "socket.io-client";
import { objectLayer } from "../../../src/config/layer.ts";
import { resolveConfig } from "../../../src/config/resolve.ts";
import * as api from "../../../src/index.ts";
import { type LogFields, silentLog } from "../../../src/lib/log.ts";
import { createModuleGraph, importLazyModules } from "../../../src/modules/index.ts";
import { faultLog } from "../../../src/run/faults.ts";
import { type Load, loadHandlers } from "../../../src/run/handlers.ts";
import { moduleHooks } from "../../../src/run/module-hooks.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { connected } from "../../_support/server.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** A user's project on disk, served in this process and loaded again when told to; all gone when the test is over. */
export interface HotProject {
  readonly sio: api.SocketIO;
  /** Messages of errors that were logged. */
  readonly errors: readonly { readonly message: string; readonly fields: LogFields | undefined }[];
  /** What the handlers have called `globalThis.tell(…)` with, in order. */
  readonly told: unknown[];
  /** A connected client of a namespace. */
  connect(namespace?: string): Promise<Socket>;
  fetch(path: string): Promise<Response>;
  /** Stops the server and starts it again; with `fill`, that gives it its handlers. */
  restart(fill?: () => Promise<unknown>): Promise<void>;
  /** Writes files and loads what has changed; the names in the result are relative. */
  save(files: Readonly<Record<string, string>>): Promise<Load>;
  remove(name: string): Promise<Load>;
  /** The error that a save fails with. */
  failure(files: Readonly<Record<string, string>>): Promise<Error>;
  [Symbol.asyncDispose](): Promise<void>;
}

declare global {
  var tell: (...words: unknown[]) => void;
}

/** @param handlers The file or folder to serve. */
export async function hotProject(
  files: Readonly<Record<string, string>>,
  handlers = "handlers.ts",
): Promise<HotProject> {
  const folder = await temporaryFolder(files);
  const root = await realpath(folder.path);
  const told: unknown[] = [];
  globalThis.tell = (...words) => void told.push(words.length > 1 ? words : words[0]);
  const errors: { message: string; fields: LogFields | undefined }[] = [];
  const log = { ...silentLog, error: (message: string, fields?: LogFields) => void errors.push({ message, fields }) };

  await importLazyModules();
  const sio = new api.SocketIO();
  const graph = createModuleGraph({
    root,
    ...moduleHooks(sio, { ...api, app: sio }),
    fallback: { names: ["socket.io"], from: repository },
  });
  const source = { path: join(root, handlers), graph, root };
  const { config } = resolveConfig([objectLayer({ port: 0 }, root)]);
  const dispose = async () => {
    for (const client of clients) client.disconnect();
    await sio.stop();
    graph.close();
    await folder[Symbol.asyncDispose]();
  };
  const clients: Socket[] = [];
  const onFault = faultLog(log, graph.userFrame);
  const load = () => loadHandlers(sio, source);
  const start = (fill: () => Promise<unknown> = load) => sio.serve({ config, log, root, onFault, load: fill });
  await start().catch(async (error: unknown) => {
    await dispose();
    throw error;
  });
  const url = () => `http://127.0.0.1:${sio.address && "port" in sio.address ? sio.address.port : 0}`;

  const reload = async (names: readonly string[]): Promise<Load> => {
    const changed = names.map((name) => join(root, name));
    const done = await loadHandlers(sio, source, changed);
    return { ...done, evaluated: done.evaluated.map((file) => file.slice(root.length + 1)).sort() };
  };
  const write = async (texts: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(texts)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
    return Object.keys(texts);
  };
  return {
    sio,
    errors,
    told,
    async connect(namespace = "/") {
      const client = io(url() + namespace, { reconnection: false, forceNew: true, transports: ["websocket"] });
      clients.push(client);
      return connected(client);
    },
    fetch: (path) => fetch(url() + path),
    async restart(fill) {
      await sio.stop();
      await start(fill);
    },
    save: async (texts) => reload(await write(texts)),
    async remove(name) {
      await rm(join(root, name));
      return reload([name]);
    },
    async failure(texts) {
      const names = await write(texts);
      return reload(names).then(
        () => Promise.reject(new Error("The load did not fail as it should.")),
        (error: Error) => error,
      );
    },
    [Symbol.asyncDispose]: dispose,
  };
}
