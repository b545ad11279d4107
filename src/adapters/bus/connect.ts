import { randomBytes, randomInt } from "node:crypto";
import type { ClusterMessage } from "socket.io-adapter";
import { type DialHost, dialOneOf } from "../../lib/broker/dial-one-of.ts";
import { openLine } from "../../lib/broker/line.ts";
import type { Connect } from "../adapter.ts";
import { adapterOver, type Hub } from "./adapter.ts";
import { createJoiner, framesOf } from "./frames.ts";
import type { Dial, Link } from "./link.ts";
import { decode, encode } from "./message.ts";
import { metered } from "./metered.ts";

/** Makes an adapter of what knows only how to dial: over each broker, nodes say the same to each other. */
export function connectOver(dial: Dial): Connect {
  return async (connection) => {
    const { channel, onState, onDropped } = connection;
    const node = randomBytes(8).toString("hex");
    const listeners: Hub["listeners"] = new Map();
    const join = createJoiner(node);
    const receive = (frame: Uint8Array) => {
      try {
        const bytes = join(frame);
        const message = bytes && decode(bytes);
        // Answers too: the adapter itself tells them from questions.
        if (message) listeners.get(message.nsp)?.onMessage(message as ClusterMessage);
      } catch (error) {
        onDropped(error as Error);
      }
    };
    const dialHost: DialHost<Link> = async (url, signal) =>
      metered(await dial({ url, channel, node, receive }, signal));
    const line = await openLine({
      dial: (closing) => dialOneOf(connection, dialHost, closing),
      onState(state) {
        onState(state);
        if (state.connected) for (const listener of listeners.values()) listener.init();
      },
    });
    let number = randomInt(2 ** 32);
    const hub: Hub = {
      node,
      listeners,
      get connected() {
        return line.life !== undefined;
      },
      send(message, to) {
        const link = line.life;
        if (!link) return;
        number += 1;
        for (const frame of framesOf({ node, number, bytes: encode(message) }, link.maxBytes)) link.send(frame, to);
      },
    };
    return { adapter: adapterOver(hub), close: () => line.close() };
  };
}
