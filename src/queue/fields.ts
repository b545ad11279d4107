import { putBackBinary } from "./binary.ts";
import type { Dialect } from "./dialect.ts";
import { limits } from "./limits.ts";
import type { Received, Reply, Request } from "./message.ts";
import { Refused } from "./refused.ts";

/** How `data` is read: it is known whether it holds several arguments or one, or it follows a dialect. */
export type ReadingOfData = Dialect | "several" | "one";

type Fields = Readonly<Record<string, unknown>>;

/** Reads the dict that every message is; see `decode`. */
export function readFields(message: unknown, reading: ReadingOfData): Received | undefined {
  if (typeof message !== "object" || message === null || Array.isArray(message)) throw new Refused("is no object");
  const fields = message as Fields;
  const { method } = fields;
  const read = typeof method === "string" && Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!read) return undefined;
  const host = typeof fields.host_id === "string" ? fields.host_id : undefined;
  return { request: read(fields, reading), host };
}

const methods: Readonly<Record<string, (fields: Fields, reading: ReadingOfData) => Request>> = {
  emit(fields, reading) {
    const reply = replyOf(fields.callback);
    return {
      method: "emit",
      event: eventOf(fields.event),
      args: argumentsOf(fields, reading),
      namespace: namespaceOf(fields),
      rooms: (fields.room ?? null) === null ? "all" : namesOf(fields.room),
      except: namesOf(fields.skip_sid),
      ...(reply && { reply }),
    };
  },
  disconnect: (fields) => ({ method: "disconnect", sid: nameOf(fields.sid), namespace: namespaceOf(fields) }),
  enter_room: (fields) => ({ method: "enter_room", ...membership(fields) }),
  leave_room: (fields) => ({ method: "leave_room", ...membership(fields) }),
  close_room: (fields) => ({ method: "close_room", room: nameOf(fields.room), namespace: namespaceOf(fields) }),
};

/** Events of Socket.IO's own: its server refuses to send them, which Python's does not. */
const reserved = new Set(["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"]);

function eventOf(event: unknown): string {
  if (typeof event !== "string") throw new Refused("has an event that is no text");
  if (reserved.has(event)) throw new Refused("has an event whose name is Socket.IO's own");
  return event;
}

/** `null` is no argument, alone or in a list, as in Python. */
function argumentsOf({ data, binary }: Fields, reading: ReadingOfData): readonly unknown[] {
  const value = binary === true ? binaryOf(data) : data;
  // The releases that wrote no `binary` wrote a list for what was one.
  const several = reading === "several" || (reading === "auto" && binary !== undefined);
  const args = several && Array.isArray(value) ? value : [value];
  return args.length === 1 && (args[0] ?? null) === null ? [] : args;
}

function binaryOf(data: unknown): unknown {
  if (!Array.isArray(data)) throw new Refused("has binary data that does not fit its places");
  const [structure, ...attachments] = data as readonly unknown[];
  return putBackBinary(structure, attachments);
}

function membership(fields: Fields) {
  return { sid: nameOf(fields.sid), room: nameOf(fields.room), namespace: namespaceOf(fields) };
}

function namespaceOf({ namespace }: Fields): string {
  if ((namespace ?? null) === null) return "/";
  if (typeof namespace !== "string") throw new Refused("has a namespace that is no text");
  return namespace;
}

function namesOf(value: unknown): readonly string[] {
  if ((value ?? null) === null) return [];
  if (!Array.isArray(value)) return [nameOf(value)];
  if (value.length > limits.rooms) throw new Refused(`has more than ${limits.rooms} rooms`);
  return value.map(nameOf);
}

/** A room or a client's id. Python takes anything for a room; numbers are in use. */
function nameOf(value: unknown): string {
  if (typeof value !== "string" && typeof value !== "number") throw new Refused("has a room that is no text");
  return String(value);
}

function replyOf(callback: unknown): Reply | undefined {
  if (!Array.isArray(callback)) return undefined;
  const [room, namespace, id] = callback as readonly unknown[];
  if (callback.length !== 3 || typeof namespace !== "string" || !Number.isSafeInteger(id)) return undefined;
  return { room: nameOf(room), namespace, id: id as number };
}
