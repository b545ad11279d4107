import type { WebSocket } from "uWebSockets.js";
import type { Namespace, Server, Socket } from "socket.io";
import type { NativeApp } from "./library.ts";

/**
 * Lets the app fan out what is sent to a whole namespace or to one room: the library copies one message to all who listen to a topic, at a
 * fraction of the cost of writing to each. Everybody else gets it as ever: clients that poll or speak version 3 of the protocol, and
 * whoever has a listener for its packets.
 *
 * Socket.IO's own way to do this changes the adapters of all servers in the process, forgets the topics of clients that are recovered, and
 * passes over `onAnyOutgoing`.
 */
export function publishThrough(app: NativeApp, io: Server): void {
  const put = io.adapter.bind(io);
  const through = (Plain: new (nsp: Namespace) => Adapter) =>
    // Socket.IO calls it with `new`, and takes what it gives back.
    function Publishing(nsp: Namespace): Adapter {
      const adapter = new Plain(nsp);
      return "_encode" in adapter && "apply" in adapter ? publishing(adapter, app) : adapter;
    };
  // Whatever reaches other processes is put on later, and fans out here all the same.
  io.adapter = ((Plain?: new (nsp: Namespace) => Adapter) =>
    Plain ? put(through(Plain) as unknown as AdapterClass) : put()) as Server["adapter"];
  io.adapter(io.adapter() as AdapterClass);
}

type AdapterClass = Parameters<Server["adapter"]>[0];

/** An adapter, with what the one in memory and all that are made of it have, whatever its types tell. */
interface Adapter {
  readonly nsp: Namespace;
  readonly sids: ReadonlyMap<string, ReadonlySet<string>>;
  readonly encoder: { encode(packet: Packet): (string | Uint8Array)[] };
  addAll(id: string, rooms: ReadonlySet<string>): unknown;
  del(id: string, room: string): unknown;
  delAll(id: string): unknown;
  _encode(packet: Packet, options: { wsPreEncoded?: string }): (string | Uint8Array)[];
  apply(options: Targets, deliver: (socket: Target) => void): void;
}

interface Packet {
  /** That of its ack. */
  readonly id?: number;
}

interface Targets {
  readonly rooms: ReadonlySet<string>;
  readonly except?: ReadonlySet<string>;
}

/** A socket, as far as a packet concerns it. */
interface Target {
  readonly id: string;
  notifyOutgoingListeners(packet: Packet): void;
}

/** What the type of a message in Engine.IO's protocol is. */
const message = "4";

function publishing(adapter: Adapter, app: NativeApp): Adapter {
  const { nsp } = adapter;
  const { addAll, del, delAll, apply } = adapter;
  const topicOf = (room: string) => `${nsp.name}\x1f${room}`;
  /** The WebSockets that listen to topics, by the ids of their sockets in this namespace. */
  const listening = new Map<string, WebSocket<unknown>>();
  let encoded: { readonly packet: Packet; readonly parts: readonly (string | Uint8Array)[] } | undefined;

  const listen = (id: string) => {
    const socket = nsp.sockets.get(id);
    const webSocket = socket && webSocketOf(socket, () => listen(id));
    if (!webSocket) return;
    listening.set(id, webSocket);
    webSocket.subscribe(nsp.name);
    for (const room of adapter.sids.get(id) ?? []) webSocket.subscribe(topicOf(room));
  };

  return Object.assign(adapter, {
    addAll(id: string, rooms: ReadonlySet<string>) {
      const result = addAll.call(adapter, id, rooms);
      const webSocket = listening.get(id);
      if (webSocket) for (const room of rooms) webSocket.subscribe(topicOf(room));
      else listen(id);
      return result;
    },

    del(id: string, room: string) {
      listening.get(id)?.unsubscribe(topicOf(room));
      return del.call(adapter, id, room);
    },

    delAll(id: string) {
      const webSocket = listening.get(id);
      listening.delete(id);
      // One that is closed listens to nothing, and must not be touched.
      if (webSocket && nsp.sockets.get(id)?.conn.readyState === "open") {
        webSocket.unsubscribe(nsp.name);
        for (const room of adapter.sids.get(id) ?? []) webSocket.unsubscribe(topicOf(room));
      }
      return delAll.call(adapter, id);
    },

    _encode(packet: Packet, options: { wsPreEncoded?: string }) {
      const parts = adapter.encoder.encode(packet);
      const [only] = parts;
      if (parts.length === 1 && typeof only === "string") options.wsPreEncoded = message + only;
      // Each client's answer is waited for, and that is noted one by one.
      encoded = packet.id === undefined ? { packet, parts } : undefined;
      return parts;
    },

    apply(targets: Targets, deliver: (socket: Target) => void) {
      const published = encoded;
      encoded = undefined;
      const [room] = targets.rooms;
      if (!published || targets.rooms.size > 1 || targets.except?.size) return apply.call(adapter, targets, deliver);
      const topic = room === undefined ? nsp.name : topicOf(room);
      for (const part of published.parts) {
        if (typeof part === "string") app.publish(topic, message + part, false);
        else app.publish(topic, part, true);
      }
      apply.call(adapter, targets, (socket) => {
        if (listening.has(socket.id)) socket.notifyOutgoingListeners(published.packet);
        else deliver(socket);
      });
    },
  });
}

/** The WebSocket of a socket whose messages the app may send; `onUpgrade` is called when one that polls has got one. */
function webSocketOf({ conn }: Socket, onUpgrade: () => void): WebSocket<unknown> | undefined {
  // Version 3 frames bytes in another way.
  if (conn.protocol === 3 || conn.listenerCount("packetCreate") > 0) return undefined;
  if (conn.transport.name === "websocket") return (conn.transport as unknown as { socket: WebSocket<unknown> }).socket;
  conn.once("upgrade", onUpgrade);
  return undefined;
}
