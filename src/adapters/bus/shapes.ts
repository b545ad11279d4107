import { type ClusterMessage, type ClusterResponse, MessageType } from "socket.io-adapter";

/** What nodes say to each other. */
export type Message = ClusterMessage | ClusterResponse;

type Check = (value: unknown) => boolean;

/** What servers call themselves and their questions. Answers are sent by it, so it must not mean anything to a broker. */
const idForm = /^[\w-]{1,64}$/;

const isAny: Check = () => true;
const isText: Check = (value) => typeof value === "string";
const isId: Check = (value) => typeof value === "string" && idForm.test(value);
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isTruth: Check = (value) => typeof value === "boolean";
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const has =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isRecord(value) &&
    Object.entries(fields).every(([name, check]) => check(Object.hasOwn(value, name) ? value[name] : undefined));

const rooms = listOf(isText);
const opts = has({ rooms, except: rooms, flags: (value) => value === null || value === undefined || isRecord(value) });
const socket = has({ id: isText, handshake: isRecord, rooms, data: isAny });
/** EVENT of the Socket.IO protocol: the only kind of packet that servers hand on. */
const packet = has({ type: (value) => value === 2, data: (value) => Array.isArray(value) && value.length > 0 });
const call: Check = (value) => Array.isArray(value) && typeof value[0] === "string";
const nothing: Check = (value) => value === undefined;

/** What the `data` of each type of message must be. */
const shapes: Readonly<Record<MessageType, Check>> = {
  [MessageType.INITIAL_HEARTBEAT]: nothing,
  [MessageType.HEARTBEAT]: nothing,
  [MessageType.ADAPTER_CLOSE]: nothing,
  [MessageType.BROADCAST]: has({ packet, opts, requestId: optional(isId) }),
  [MessageType.SOCKETS_JOIN]: has({ opts, rooms }),
  [MessageType.SOCKETS_LEAVE]: has({ opts, rooms }),
  [MessageType.DISCONNECT_SOCKETS]: has({ opts, close: optional(isTruth) }),
  [MessageType.FETCH_SOCKETS]: has({ opts, requestId: isId }),
  [MessageType.FETCH_SOCKETS_RESPONSE]: has({ requestId: isId, sockets: listOf(socket) }),
  [MessageType.SERVER_SIDE_EMIT]: has({ packet: call, requestId: optional(isId) }),
  [MessageType.SERVER_SIDE_EMIT_RESPONSE]: has({ requestId: isId, packet: isAny }),
  [MessageType.BROADCAST_CLIENT_COUNT]: has({ requestId: isId, clientCount: isCount }),
  [MessageType.BROADCAST_ACK]: has({ requestId: isId, packet: isAny }),
};

/** Whether a value is a message as servers send it, so that what handles it need not look again. */
export function isMessage(value: unknown): value is Message {
  if (!isRecord(value)) return false;
  const { uid, nsp, type, data } = value;
  if (!isId(uid) || !isText(nsp) || !isCount(type)) return false;
  return shapes[type as MessageType]?.(data) ?? false;
}
