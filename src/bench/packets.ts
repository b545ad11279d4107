import { Fault } from "./fault.ts";

/** The types of packets in the Socket.IO protocol, revision 5, as they are written. */
export const packetTypes = {
  connect: "0",
  disconnect: "1",
  event: "2",
  ack: "3",
  connectError: "4",
  binaryEvent: "5",
  binaryAck: "6",
} as const;

/** An event ready to be sent many times: the id of its acknowledgement goes between the two parts. */
export interface OutgoingPacket {
  readonly head: string;
  readonly json: string;
  readonly attachments: readonly Uint8Array[];
}

/** What stands before the data of a packet that has arrived. */
export interface PacketHead {
  readonly type: string;
  /** How many binary messages follow. */
  readonly attachments: number;
  readonly namespace: string;
  readonly id: number | undefined;
  /** JSON; empty if there is none. */
  readonly json: string;
}

/** An event, or the answer to one: bytes in it, however deep, travel beside it. */
export function encodePacket(kind: "event" | "ack", namespace: string, args: readonly unknown[]): OutgoingPacket {
  const attachments: Uint8Array[] = [];
  const json = JSON.stringify(detach(args, attachments));
  const place = placeOf(namespace);
  if (attachments.length === 0) return { head: packetTypes[kind] + place, json, attachments };
  const type = kind === "event" ? packetTypes.binaryEvent : packetTypes.binaryAck;
  return { head: `${type}${attachments.length}-${place}`, json, attachments };
}

/** The request to join a namespace, with what the server asks for. */
export function joinPacket(namespace: string, auth: unknown): string {
  return `${packetTypes.connect}${placeOf(namespace)}${auth === undefined ? "" : JSON.stringify(auth)}`;
}

const shape = /^([0-6])(?:(\d+)-)?(?:(\/[^,]*),)?(\d+)?/;

/** @throws Fault if it is no packet of Socket.IO */
export function readHead(text: string): PacketHead {
  const [head, type, attachments, namespace = "/", id] = shape.exec(text) ?? [];
  if (head === undefined || type === undefined) throw new Fault("protocol", "the server sent what is no packet");
  return {
    type,
    attachments: attachments === undefined ? 0 : Number(attachments),
    namespace,
    id: id === undefined ? undefined : Number(id),
    json: text.slice(head.length),
  };
}

/**
 * The data of a packet, with what travelled beside it in its place.
 *
 * @throws Fault if it is not JSON
 */
export function readData(json: string, attachments: readonly Uint8Array[]): unknown {
  try {
    return attach(JSON.parse(json), attachments);
  } catch {
    throw new Fault("protocol", "the server sent a packet that is not JSON");
  }
}

function placeOf(namespace: string): string {
  return namespace === "/" ? "" : `${namespace},`;
}

function detach(value: unknown, attachments: Uint8Array[]): unknown {
  const bytes = bytesOf(value);
  if (bytes) {
    attachments.push(bytes);
    return { _placeholder: true, num: attachments.length - 1 };
  }
  return mapped(value, (inner) => detach(inner, attachments));
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}

function attach(value: unknown, attachments: readonly Uint8Array[]): unknown {
  if (attachments.length === 0) return value;
  const { _placeholder, num } = (value ?? {}) as { readonly _placeholder?: unknown; readonly num?: unknown };
  if (_placeholder === true && typeof num === "number") return attachments[num];
  return mapped(value, (inner) => attach(inner, attachments));
}

function mapped(value: unknown, change: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner)]));
}
