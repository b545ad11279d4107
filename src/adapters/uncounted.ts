import type { Namespace } from "socket.io";
import type { AdapterConstructor } from "./adapter.ts";

/** The room that servers are asked about to find out who is there; nobody is ever in it. */
export function questionOf(id: string): string {
  return `sio-serve:who:${id}`;
}

/** Stands for a client, and takes no notice of what it is sent. */
const nobody = { acks: new Map<number, unknown>(), client: { writeToEngine() {} } };

/**
 * Makes adapters of a process that has no clients, and is no server to those who count them: where servers ask who is there, it answers
 * that it has a client in the room, which no server can.
 */
export function uncounted(create: AdapterConstructor): AdapterConstructor {
  // Socket.IO calls it with `new`.
  return function make(nsp: Namespace) {
    const adapter: object = new (create as new (nsp: Namespace) => object)(nsp);
    // By this every adapter of Socket.IO finds the clients that a message is for.
    Object.assign(adapter, {
      apply({ rooms }: { readonly rooms: ReadonlySet<string> }, visit: (client: object) => void) {
        const [room = ""] = rooms;
        if (room.startsWith(questionOf(""))) visit(nobody);
      },
    });
    return adapter;
  } as AdapterConstructor;
}
