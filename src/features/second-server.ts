import type { EventEmitter } from "node:events";
import { SioError } from "../errors.ts";
import type { Feature, UpgradeListener } from "./feature.ts";
import { type Caller, findCaller } from "./upgrade-caller.ts";
import { answers, kindOf } from "./upgrade-listener.ts";

/**
 * Finds another server of WebSockets on the HTTP server of Socket.IO. A second Socket.IO at the same path is refused where it is made,
 * because the first client of both would end the process. Of others it is said once that they take Socket.IO's upgrades, too.
 */
export const secondServer: Feature = {
  wanted: ({ doctorIgnore }) => !doctorIgnore.includes(rule),

  install({ io, config, log, beside }) {
    const server: EventEmitter | undefined = io.httpServer;
    if (!server) return {};
    const told = new Set<string>();
    const warn = (message: string, hint: string) => {
      if (!told.has(message)) log.warn(`${message} [${rule}]`, { rule, hint });
      told.add(message);
    };
    const judge = (listener: UpgradeListener, caller: Caller) => {
      const kind = kindOf(listener);
      if (kind === "ws") warn(sentenceOfOther(caller), byPath);
      if (kind !== "socket.io" || !answers(listener, config.path)) return;
      const { message, hint } = secondSocketIO(caller, config.path);
      if (!config.force) throw new SioError("config", message, { hint: `${hint} [${rule}]` });
      warn(message, hint);
    };
    for (const listener of beside) judge(listener, {});
    return { close: observe(server, judge) };
  },
};

/** The rule that this is, among those about packages. */
const rule = "C29";

/**
 * Judges each listener for upgrades that is added from now on, before it is. One that is refused leaves the server as it was. Gives back
 * how to stop.
 */
function observe(server: EventEmitter, judge: (listener: UpgradeListener, caller: Caller) => void): () => void {
  // Engine.IO takes the listeners for requests off, to call them itself, before it adds any of its own.
  let takenOff: UpgradeListener[] = [];
  const removed = (event: string, listener: UpgradeListener) => {
    if (event !== "request") return;
    if (takenOff.length === 0) {
      queueMicrotask(() => {
        takenOff = [];
      });
    }
    takenOff = [listener, ...takenOff];
  };
  const added = (event: string, listener: UpgradeListener) => {
    if (event !== "upgrade") return;
    try {
      judge(listener, findCaller());
    } catch (error) {
      const before = takenOff;
      if (before.length > 0) server.removeAllListeners("request");
      for (const one of before) server.on("request", one);
      throw error;
    } finally {
      takenOff = [];
    }
  };
  server.on("newListener", added).on("removeListener", removed);
  return () => void server.off("newListener", added).off("removeListener", removed);
}

function secondSocketIO({ packageName, place }: Caller, path: string): { message: string; hint: string } {
  const does = packageName === undefined ? "There is" : `${packageName} puts`;
  return {
    message: `${does} a second Socket.IO server on the HTTP server of the first, at the same path ${path}${at(place)}.`,
    hint: adviceFor[packageName ?? ""] ?? oneServer,
  };
}

function sentenceOfOther({ packageName, place }: Caller): string {
  const who = packageName ?? `A WebSocketServer of the package "ws"`;
  return `${who} answers every upgrade on the HTTP server of Socket.IO${at(place)}: clients of Socket.IO get "websocket error" or stay on polling.`;
}

function at(place: string | undefined): string {
  return place === undefined ? "" : ` (${place})`;
}

const oneServer =
  'Use the server there is, with a namespace of its own: io.of("/name"); or give the other another path: new Server(httpServer, { path: "/other" }).';

/** What to do about packages that can be told to use the server there is. */
const adviceFor: Readonly<Record<string, string>> = {
  "express-status-monitor": "Let it use the server there is: statusMonitor({ websocket: io }).",
};

const byPath =
  'Make it with { noServer: true }, and give it the upgrades of its own path alone: io.httpServer.on("upgrade", (request, socket, head) => ' +
  '{ if (request.url === "/raw") wss.handleUpgrade(request, socket, head, (client) => wss.emit("connection", client, request)); });';
