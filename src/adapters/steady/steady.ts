import type { Namespace } from "socket.io";
import type { AdapterConstructor } from "../adapter.ts";
import { type ClusterAdapter, steadyCluster } from "./cluster.ts";
import type { Intake } from "./intake.ts";
import { type PubSubAdapter, steadyPubSub } from "./pub-sub.ts";

/**
 * Wraps an adapter of Socket.IO so that its broker can do it no harm. The server's own clients hear what is sent at once, in order and
 * once, whatever becomes of the message on its way to the others; what others send and makes no sense is dropped; no promise that nobody
 * looks at is rejected. It rests on the adapter to reject soon what it cannot send.
 *
 * Meant for those that extend `ClusterAdapter`, and for the older one of `@socket.io/redis-adapter`.
 */
export function steady(create: AdapterConstructor, intake: Intake): AdapterConstructor {
  // Socket.IO calls it with `new`.
  return function make(nsp: Namespace) {
    const adapter: object = new (create as new (nsp: Namespace) => object)(nsp);
    if ("doPublish" in adapter) steadyCluster(adapter as ClusterAdapter, intake);
    else steadyPubSub(adapter as PubSubAdapter, intake);
    return adapter;
  } as AdapterConstructor;
}
