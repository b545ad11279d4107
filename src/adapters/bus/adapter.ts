import {
  Adapter,
  type BroadcastOptions,
  ClusterAdapterWithHeartbeat,
  type ClusterMessage,
  type ClusterResponse,
  MessageType,
  type Room,
} from "socket.io-adapter";
import type { AdapterConstructor } from "../adapter.ts";
import type { Message } from "./shapes.ts";

/** What the adapters of all namespaces share: how they reach the other nodes. */
export interface Hub {
  /** The name of this node; each of its adapters has it. */
  readonly node: string;
  /** Whether others can be reached now. */
  readonly connected: boolean;
  /** Those that are open, by the name of their namespace. */
  readonly listeners: Map<string, Listener>;
  /** Sends to one node, or to all others; what cannot be sent now is lost. Throws for what cannot be put into a message. */
  send(message: Message, node?: string): void;
}

/** The adapter of a namespace, as the hub sees it. */
export interface Listener {
  /** Takes a message of another node. Throws what the application's own listeners throw. */
  onMessage(message: ClusterMessage): void;
  /** Makes this node known to the others, which may have forgotten it. */
  init(): void;
}

/**
 * Makes the class of adapters that speak through the hub. Its own clients are served first and at once, in the order of the calls, as if there
 * were no other nodes, and what cannot be sent to them throws: the base class waits for the broker, and where clients can come back it adds
 * an argument to each event that here would stand for nothing.
 */
export function adapterOver(hub: Hub): AdapterConstructor {
  return class BusAdapter extends ClusterAdapterWithHeartbeat implements Listener {
    protected override readonly uid = hub.node;
    #open = true;

    constructor(namespace: { readonly name: string }) {
      super(namespace, {});
      hub.listeners.set(namespace.name, this);
    }

    override broadcast(packet: unknown, opts: BroadcastOptions): Promise<void> {
      Adapter.prototype.broadcast.call(this, packet, opts);
      return this.#tell(opts, { type: MessageType.BROADCAST, data: { packet, opts: listed(opts) } });
    }

    override addSockets(opts: BroadcastOptions, rooms: Room[]): Promise<void> {
      Adapter.prototype.addSockets.call(this, opts, rooms);
      return this.#tell(opts, { type: MessageType.SOCKETS_JOIN, data: { opts: listed(opts), rooms } });
    }

    override delSockets(opts: BroadcastOptions, rooms: Room[]): Promise<void> {
      Adapter.prototype.delSockets.call(this, opts, rooms);
      return this.#tell(opts, { type: MessageType.SOCKETS_LEAVE, data: { opts: listed(opts), rooms } });
    }

    override disconnectSockets(opts: BroadcastOptions, close: boolean): Promise<void> {
      Adapter.prototype.disconnectSockets.call(this, opts, close);
      return this.#tell(opts, { type: MessageType.DISCONNECT_SOCKETS, data: { opts: listed(opts), close } });
    }

    /** Those that can be reached: nobody waits for the answers of others. */
    override serverCount(): Promise<number> {
      return hub.connected ? super.serverCount() : Promise.resolve(1);
    }

    override onMessage(message: ClusterMessage): void {
      if (message.type !== MessageType.BROADCAST || message.data.requestId !== undefined) {
        super.onMessage(message);
        return;
      }
      const { uid, nsp, data } = message;
      if (uid === this.uid) return;
      // The sender, which sends no heartbeat as long as it sends something else, lives.
      super.onMessage({ type: MessageType.HEARTBEAT, uid, nsp });
      const target = { rooms: new Set(data.opts.rooms), except: new Set(data.opts.except), flags: data.opts.flags };
      Adapter.prototype.broadcast.call(this, data.packet, target);
    }

    /** Nothing is sent once it is closed: each message would start the heartbeat anew. */
    override publish(message: Parameters<ClusterAdapterWithHeartbeat["publish"]>[0]): void {
      if (this.#open) super.publish(message);
    }

    override close(): void {
      if (!this.#open) return;
      super.close();
      this.#open = false;
      if (hub.listeners.get(this.nsp.name) === this) hub.listeners.delete(this.nsp.name);
    }

    protected override async doPublish(message: ClusterMessage): Promise<string> {
      hub.send(message);
      return "";
    }

    protected override async doPublishResponse(node: string, response: ClusterResponse): Promise<void> {
      hub.send(response, node);
    }

    async #tell({ flags }: BroadcastOptions, message: Parameters<ClusterAdapterWithHeartbeat["publish"]>[0]) {
      if (!flags?.local) this.publish(message);
    }
  };
}

function listed({ rooms, except, flags = {} }: BroadcastOptions) {
  return { rooms: [...rooms], except: [...(except ?? [])], flags };
}
