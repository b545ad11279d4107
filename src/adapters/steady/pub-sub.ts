import { inMemory, isLocal, type NamespaceAdapter, type Target } from "./in-memory.ts";
import type { Intake } from "./intake.ts";
import { bound, guarded, inTime } from "./methods.ts";

/** What is used of the inside of `RedisAdapter`, the older class of `@socket.io/redis-adapter`. */
export interface PubSubAdapter extends NamespaceAdapter {
  readonly uid: string;
  readonly requestChannel: string;
  readonly pubClient: { publish(channel: string, message: unknown): unknown };
  readonly parser: { encode(message: unknown): unknown };
  onmessage(pattern: unknown, channel: unknown, message: Buffer): void;
  onrequest(channel: unknown, message: Buffer): Promise<void>;
}

const methods = [
  "serverCount",
  "addSockets",
  "delSockets",
  "disconnectSockets",
  "fetchSockets",
  "serverSideEmit",
  "onmessage",
  "onrequest",
  "broadcast",
] as const;

/** A message from one server to the others, as the adapter numbers its requests. */
const serverSideEmit = 6;

/**
 * Steadies the older adapter for Redis, in place. It serves this server's clients at once when it broadcasts, but asks even itself by way
 * of Redis when clients are to join, leave or go.
 */
export function steadyPubSub(adapter: PubSubAdapter, intake: Intake): void {
  const own = bound(adapter, methods);
  const here = inMemory(adapter);
  const ours = Buffer.from(`{"uid":${JSON.stringify(adapter.uid)},`);
  const onRequest = guarded(own.onrequest, intake);
  Object.assign(adapter, {
    addSockets(target: Target, rooms: string[]) {
      here.addSockets.call(adapter, target, rooms);
      if (!isLocal(target)) own.addSockets(target, rooms);
    },
    delSockets(target: Target, rooms: string[]) {
      here.delSockets.call(adapter, target, rooms);
      if (!isLocal(target)) own.delSockets(target, rooms);
    },
    disconnectSockets(target: Target, close: boolean) {
      here.disconnectSockets.call(adapter, target, close);
      if (!isLocal(target)) own.disconnectSockets(target, close);
    },
    fetchSockets: (target: Target) => inTime(own.fetchSockets(target), target.flags?.timeout),
    serverSideEmit(args: unknown[]) {
      if (typeof args.at(-1) === "function") return own.serverSideEmit(args);
      // It would be written as JSON, which has no bytes; every release reads this form too.
      const { uid, requestChannel, pubClient, parser } = adapter;
      pubClient.publish(requestChannel, parser.encode({ uid, type: serverSideEmit, data: args }));
    },
    // Nobody waits for the answers of others that cannot be asked.
    serverCount: () => inTime(own.serverCount()).catch(() => 1),
    onmessage: guarded(own.onmessage, intake),
    async onrequest(channel: unknown, message: Buffer) {
      if (message.subarray(0, ours.length).equals(ours)) return intake.understood();
      await onRequest(channel, message);
    },
  });
}
