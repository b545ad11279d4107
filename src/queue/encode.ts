import { asJson, takeOutBinary } from "./binary.ts";
import type { Dialect } from "./dialect.ts";
import type { Answer, Request } from "./message.ts";

/**
 * Writes a request as every release of python-socketio since 5.0 reads it, with these limits: binary data is understood since 5.14.2, and
 * several arguments or one that is a list since 5.15.1; in the dialect `5.15.0` a list goes as those releases understand it, and several
 * arguments arrive there as one list.
 *
 * @param host what this server, or its fleet, is known as: 32 hexadecimal digits
 * @throws TypeError if an argument contains itself
 */
export function encodeRequest(
  request: Request,
  { host, dialect }: { readonly host: string; readonly dialect: Dialect },
): string {
  if (request.method !== "emit") return JSON.stringify({ ...request, host_id: host });
  const { event, args, namespace, rooms, except } = request;
  const { structure, attachments } = takeOutBinary(portable(args, dialect));
  const binary = attachments.length > 0;
  return JSON.stringify({
    method: "emit",
    event,
    data: binary ? [structure, ...attachments] : structure,
    binary,
    namespace,
    room: rooms === "all" ? null : oneOrMany(rooms),
    skip_sid: except.length === 0 ? null : oneOrMany(except),
    callback: null,
    host_id: host,
  });
}

/** Writes the answer of a client for the process that asked. Binary data in it becomes what Python cannot tell from text: base64. */
export function encodeAnswer({ host, reply, args }: Answer): string {
  const { room: sid, namespace, id } = reply;
  return JSON.stringify({ method: "callback", host_id: host, sid, namespace, id, args: asJson(args, toBase64) });
}

/** One argument that is no list goes bare, which all releases read alike; so does none, as the `null` that Python does not pass on. */
function portable(args: readonly unknown[], dialect: Dialect): unknown {
  const [only] = args;
  if (args.length === 0) return null;
  if (args.length === 1 && (dialect !== "auto" || !Array.isArray(only))) return only ?? null;
  return args;
}

function oneOrMany(names: readonly string[]): string | readonly string[] {
  return names.length === 1 ? (names[0] as string) : names;
}

function toBase64(bytes: Buffer): string {
  return bytes.toString("base64");
}
