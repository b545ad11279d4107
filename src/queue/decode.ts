import type { Dialect } from "./dialect.ts";
import { readFields } from "./fields.ts";
import { readJson } from "./json.ts";
import { limits } from "./limits.ts";
import type { Received } from "./message.ts";
import { toPlain } from "./pickle/plain.ts";
import { readPickle } from "./pickle/read.ts";
import { Tuple } from "./pickle/stack.ts";
import { Refused } from "./refused.ts";

/** How messages are read. */
export interface Reading {
  readonly dialect: Dialect;
  /** Whether messages of python-socketio before 5.14, which are pickles, are read. */
  readonly acceptPickle: boolean;
}

/** The first byte of every pickle since protocol 2; no JSON begins with it. */
const pickleStart = 0x80;

/**
 * Reads a message of any release of python-socketio; `undefined` for one that is no request to a server, such as the answer to somebody
 * else's question or a method that is not known yet.
 *
 * @throws Refused with the reason if it cannot be delivered
 */
export function decode(bytes: Buffer, { dialect, acceptPickle }: Reading): Received | undefined {
  if (bytes.length > limits.bytes) throw new Refused(`is larger than ${limits.bytes} bytes`);
  if (bytes[0] !== pickleStart) return readFields(readJson(bytes), dialect);
  if (!acceptPickle) throw new Refused("is a pickle, which python-socketio has not written since 5.14");
  const raw = readPickle(bytes);
  const fields = toPlain(raw);
  // Only a pickle tells several arguments, a tuple, from one that is a list.
  const several = raw instanceof Map && raw.get("data") instanceof Tuple;
  return readFields(fields, several ? "several" : "one");
}
