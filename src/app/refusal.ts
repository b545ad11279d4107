import type { Socket } from "socket.io";
import { type Ack, type ErrorAck, splitAck } from "./ack.ts";
import { quoted } from "./arguments.ts";
import { RefusedPayload } from "./errors.ts";
import { mostArguments } from "./payload.ts";

/** Whoever is told of a refusal. */
interface Informed {
  onFault(fault: { error: unknown; event: string; namespace: string; sid: string }): void;
}

/** An event that must not reach a handler. */
export interface Refusal {
  readonly socket: Socket;
  readonly event: string;
  readonly ack: Ack | undefined;
  /** Why, in a sentence; the client is told the same. */
  readonly message: string;
}

/** Answers an event that must not reach a handler, and logs why. */
export function refuse(informed: Informed, { socket, event, ack, message }: Refusal): void {
  informed.onFault({ error: new RefusedPayload(message), event, namespace: socket.nsp.name, sid: socket.id });
  ack?.({ error: { code: "refused_payload", message } } satisfies ErrorAck);
}

/**
 * The refusal of an event whose name is no text: a raw client may send a number, or nothing, and the ack, if it asks for one, then
 * stands in the name's place.
 */
export function nameless(socket: Socket, event: unknown, args: readonly unknown[]): Refusal {
  const { values, ack } = splitAck([event, ...args]);
  return { socket, event: "", ack, message: `An event was refused: its name must be text, not ${quoted(values[0])}.` };
}

/** An event as Socket.IO has read it. */
interface EventPacket {
  readonly data?: readonly unknown[];
  /** There if the client waits for an ack. */
  readonly id?: number;
}

/** The methods of a socket that its packets pass; Socket.IO's own, for there is no public place as early as that. */
interface Receiver {
  onevent(packet: EventPacket): void;
  ack(id: number): Ack;
}

/**
 * Makes sockets of this prototype refuse events with more than {@link mostArguments}, before Socket.IO calls any listener with them. It
 * would overflow the stack where nobody can catch it, and end the process.
 */
export function limitArguments(informed: Informed, proto: Socket): void {
  const { onevent } = proto as unknown as Receiver;
  const value = function (this: Socket, packet: EventPacket) {
    const { data = [], id } = packet;
    // The first is the event's name.
    if (data.length - 1 <= mostArguments) {
      onevent.call(this, packet);
      return;
    }
    const event = String(data[0]);
    const message = `The arguments of "${event}" were refused: they are more than ${mostArguments}.`;
    const ack = id === undefined ? undefined : (this as unknown as Receiver).ack(id);
    refuse(informed, { socket: this, event, ack, message });
  };
  Object.defineProperty(proto, "onevent", { value, writable: true, configurable: true });
}
