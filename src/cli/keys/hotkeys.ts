import type { Config } from "../../config/options.ts";
import type { Log } from "../../lib/log.ts";
import type { SocketIO } from "../../run/socketio.ts";
import { urlOf } from "../../run/start.ts";
import { openBrowser } from "../browser.ts";
import type { Edge } from "../edge.ts";
import { listClients } from "./clients.ts";
import { type Keyboard, openKeyboard } from "./keyboard.ts";

/** What keys act on. */
export interface KeyTargets {
  readonly edge: Edge;
  readonly app: Pick<SocketIO, "address" | "io">;
  /** Asked for each time, since settings may change. */
  readonly config: () => Config;
  readonly log: Log;
  readonly reload: () => unknown;
}

interface Key {
  readonly about: string;
  press(targets: KeyTargets): unknown;
}

/** Every key, in the order of the help. */
const keys: Readonly<Record<string, Key>> = {
  r: { about: "reload the handlers", press: ({ reload }) => reload() },
  o: { about: "open the page in the browser", press: openPage },
  l: { about: "list the clients", press: ({ app, edge }) => edge.stdout(clientsOf(app, edge)) },
  c: { about: "clear the screen", press: ({ edge }) => edge.stdout("\x1b[2J\x1b[3J\x1b[H") },
  h: { about: "show this", press: ({ edge }) => edge.stdout(showKeys(edge)) },
  q: { about: "quit, as Ctrl-C does", press: () => process.kill(process.pid, "SIGINT") },
};

/** Does what keys ask for, until closed. Keys that mean nothing do nothing. */
export function openHotkeys(targets: KeyTargets): Keyboard {
  return openKeyboard((key) => {
    if (Object.hasOwn(keys, key)) keys[key]?.press(targets);
  });
}

function openPage({ app: { address }, config, log }: KeyTargets): unknown {
  if (address && !("unixSocket" in address)) return openBrowser(urlOf(address, config()), log);
  return log.warn("There is no page to open: no server listens on a port.");
}

function clientsOf(app: KeyTargets["app"], { paint }: Edge): string {
  return listClients(app.address ? app.io : undefined, paint.stdout);
}

function showKeys({ paint: { stdout: paint } }: Edge): string {
  const lines = Object.entries(keys).map(([key, { about }]) => `  ${paint.bold(key)}  ${about}`);
  return `\n${lines.join("\n")}\n\n`;
}
