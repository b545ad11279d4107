import { type Attachment, putBack, takeOutBinary } from "./binary.ts";
import { isMessage, type Message } from "./shapes.ts";

/**
 * A message as bytes: the length of a text, the text (JSON: the message, and path and length of all that is binary in it), and the binary
 * parts one after the other. Clients see the same values as those of the sender's own server, which go through JSON too.
 *
 * @throws TypeError for what JSON cannot hold: circles and bigints
 */
export function encode(message: Message): Buffer {
  const { rest, attachments } = takeOutBinary(message);
  const text = Buffer.from(JSON.stringify([rest, attachments.map(({ path, bytes }) => [path, bytes.length])]));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, ...attachments.map(({ bytes }) => bytes)]);
}

/** The message that the bytes hold. Throws for all that {@link encode} has not made. */
export function decode(bytes: Buffer): Message {
  const start = 4 + bytes.readUInt32BE(0);
  if (start > bytes.length) throw new Error("It ends too early.");
  const [message, places] = JSON.parse(bytes.toString("utf8", 4, start)) as [unknown, unknown];
  for (const attachment of attachmentsIn(places, bytes.subarray(start))) putBack(message, attachment);
  if (!isMessage(message)) throw new Error("It is no message that a server sends.");
  return message;
}

function attachmentsIn(places: unknown, bytes: Buffer): Attachment[] {
  if (!Array.isArray(places)) throw new Error("It does not say where its bytes belong.");
  let from = 0;
  return places.map((place) => {
    const [path, length] = (Array.isArray(place) ? place : []) as [unknown, unknown];
    if (!Array.isArray(path) || !Number.isInteger(length)) throw new Error("It does not say where its bytes belong.");
    const size = length as number;
    if (size < 0 || from + size > bytes.length) throw new Error("It ends too early.");
    from += size;
    return { path, bytes: bytes.subarray(from - size, from) };
  });
}
