import { inMemory, isLocal, type NamespaceAdapter, type Target } from "./in-memory.ts";
import { inOrder } from "./in-order.ts";
import type { Intake } from "./intake.ts";
import { bound, guarded, inTime } from "./methods.ts";

/** What is used of the inside of `ClusterAdapter`, the class of socket.io-adapter. */
export interface ClusterAdapter extends NamespaceAdapter {
  doPublish(message: Message): Promise<string>;
  doPublishResponse(requester: string, response: unknown): Promise<void>;
  publishAndReturnOffset(message: Message): Promise<string>;
  addOffsetIfNecessary(packet: unknown, target: Target, offset: string | null): void;
  onMessage(message: unknown, offset?: string): void;
  onResponse(response: unknown): void;
}

interface Message {
  readonly type: number;
  readonly data?: unknown;
}

/** Kinds of messages, as `MessageType` of socket.io-adapter numbers them. */
const kinds = { broadcast: 3, join: 4, leave: 5, disconnect: 6 } as const;

const methods = [
  "serverCount",
  "persistSession",
  "restoreSession",
  "doPublish",
  "doPublishResponse",
  "onMessage",
  "onResponse",
] as const;

/** Steadies an adapter that extends `ClusterAdapter`, in place. */
export function steadyCluster(adapter: ClusterAdapter, intake: Intake): void {
  const own = bound(adapter, methods);
  const here = inMemory(adapter);
  const recovers = Boolean(adapter.nsp.server._opts.connectionStateRecovery);
  const deliver = inOrder<string>(intake.dropped);

  /** Tells the others; what becomes of it is nobody's concern but of who wants the place of the message. */
  const tell = (type: number, target: Target, data: object): Promise<string> | undefined => {
    if (isLocal(target)) return undefined;
    const opts = { rooms: [...target.rooms], except: [...(target.except ?? [])], flags: target.flags };
    const told = adapter.publishAndReturnOffset({ type, data: { ...data, opts } });
    told.catch(() => {});
    return told;
  };

  Object.assign(adapter, {
    broadcast(packet: unknown, target: Target) {
      if (recovers) {
        // A client that comes back says which message was its last: it must be told the place of each.
        return deliver(tell(kinds.broadcast, target, { packet }), (offset) => {
          if (!isLocal(target)) adapter.addOffsetIfNecessary(packet, target, offset ?? null);
          here.broadcast.call(adapter, packet, target);
        });
      }
      here.broadcast.call(adapter, packet, target);
      void tell(kinds.broadcast, target, { packet });
    },
    addSockets(target: Target, rooms: string[]) {
      void tell(kinds.join, target, { rooms });
      deliver(undefined, () => here.addSockets.call(adapter, target, rooms));
    },
    delSockets(target: Target, rooms: string[]) {
      void tell(kinds.leave, target, { rooms });
      deliver(undefined, () => here.delSockets.call(adapter, target, rooms));
    },
    disconnectSockets(target: Target, close: boolean) {
      void tell(kinds.disconnect, target, { close });
      deliver(undefined, () => here.disconnectSockets.call(adapter, target, close));
    },
    // Nobody waits for the answers of others that cannot be asked.
    serverCount: () => inTime(own.serverCount()).catch(() => 1),
    persistSession(session: Parameters<NamespaceAdapter["persistSession"]>[0]) {
      try {
        own.persistSession(session);
      } catch (error) {
        intake.dropped(error);
      }
    },
    restoreSession: async (pid: string, offset: string) => inTime(own.restoreSession(pid, offset)),
    // What cannot be written down fails as what cannot be sent does.
    doPublish: async (message: Message) => own.doPublish(message),
    doPublishResponse: async (requester: string, response: unknown) => own.doPublishResponse(requester, response),
    onMessage: guarded(own.onMessage, intake),
    onResponse: guarded(own.onResponse, intake),
  });
}
