import type { Source } from "./source.ts";

/** Something that code for Socket.IO 2 says and version 4 does not understand. */
export interface Leftover {
  /** What is wrong, as one line without a full stop. */
  readonly what: string;
  /** What happens, with the exact symptom. */
  readonly consequence: string;
  /** What to write instead. */
  readonly instead: string;
  /** What a text has wherever this stands, comments and quotes included: most files have none of it, and are not looked at more closely. */
  readonly sign: RegExp;
  /** The places in the text at which it stands. */
  readonly find: (source: Source) => readonly number[];
}
