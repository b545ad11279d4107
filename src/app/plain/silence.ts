import type { Server } from "socket.io";
import { isReplaying } from "./current.ts";

// biome-ignore lint/suspicious/noExplicitAny: the methods of adapters have different signatures, and go through unseen
type Method = (...args: any[]) => unknown;

/** What each method of an adapter does instead, in a replay. */
const quiet: Readonly<Record<string, Method>> = {
  addAll: () => {},
  del: () => {},
  addSockets: () => {},
  delSockets: () => {},
  broadcast: () => {},
  // Nobody was asked, so nobody's answer is missing.
  broadcastWithAck: (_packet, _options, clients: (count: number) => void) => clients(0),
  serverSideEmit: (args: readonly unknown[]) => {
    const answered = args.at(-1);
    if (typeof answered === "function") answered(null, []);
  },
};

/**
 * Keeps replays from being heard: broadcasts, joins and leaves of a connection callback that runs again are not performed, in any
 * namespace. What it gives back ends that.
 */
export function silence(io: Server): () => void {
  // Socket.IO has no public list of its namespaces.
  const silenced = [...io._nsps.values()].map(({ adapter }) => hush(adapter as unknown as Record<string, Method>));
  return () => {
    for (const speakAgain of silenced) speakAgain();
  };
}

function hush(adapter: Record<string, Method>): () => void {
  const undo: (() => void)[] = [];
  for (const [name, instead] of Object.entries(quiet)) {
    const method = adapter[name];
    if (!method) continue;
    const before = Object.getOwnPropertyDescriptor(adapter, name);
    const value = function (this: unknown, ...args: unknown[]) {
      return isReplaying() ? instead(...args) : method.apply(this, args);
    };
    Object.defineProperty(adapter, name, { value, writable: true, configurable: true });
    undo.push(() => {
      if (before) Object.defineProperty(adapter, name, before);
      else delete adapter[name];
    });
  }
  return () => {
    for (const step of undo) step();
  };
}
