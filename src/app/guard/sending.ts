import { AsyncResource } from "node:async_hooks";
import type { Socket } from "socket.io";
import type { DispatchState } from "../dispatch.ts";
import { eventContext } from "../event-context.ts";
import { isReplaying, outside } from "../plain/current.ts";
import { attempt, guarded, type Listener } from "./listener.ts";
import { placeOf, watchOf } from "./socket-place.ts";

/** Makes a socket's ack callbacks harmless, and keeps what a replay sends from being sent again. */
export function guardSending(proto: Socket, base: Socket, state: DispatchState): void {
  const watch = watchOf(state, { answers: false });
  const emit = function (this: Socket, event: string, ...args: unknown[]) {
    if (isReplaying()) {
      // Socket.IO forgets flags such as `volatile`, which were meant for this packet, when it begins a broadcast.
      void this.broadcast;
      return true;
    }
    const last = args.at(-1);
    if (typeof last === "function") {
      const safe = guarded(last as Listener, watch, event);
      // The answer comes with a packet of its own; its callback still belongs to the event that asked.
      args[args.length - 1] = eventContext.getStore() ? AsyncResource.bind(safe) : safe;
    }
    return base.emit.call(this, event, ...args);
  };
  // Whoever awaits an answer needs one, so this is asked again in a replay.
  const emitWithAck = function (this: Socket, event: string, ...args: unknown[]) {
    const ask = () => base.emitWithAck.call(this, event, ...args);
    return isReplaying() ? outside(ask) : ask();
  };
  override(proto, "emit", emit);
  override(proto, "emitWithAck", emitWithAck);
  // Acks of broadcasts come in here too, past every listener. The method is Socket.IO's own; without it, such a throw would end the
  // connection instead of being reported.
  const { onack } = base as unknown as { onack?: (packet: unknown) => void };
  if (!onack) return;
  override(proto, "onack", function (this: Socket, packet: unknown) {
    const fail = (error: unknown) => state.onFault({ error, ...placeOf(this, "ack") });
    attempt(() => onack.call(this, packet), fail);
  });
}

function override(proto: Socket, name: string, value: unknown): void {
  Object.defineProperty(proto, name, { value, writable: true, configurable: true });
}
