/** How bad it is: `fatal` keeps the server from starting, or clients out; `warning` is shown; `info` is for whoever asks. */
export type Level = "fatal" | "warning" | "info";

/** Something that its owner should know, and what mends it. */
export interface Found<Fix> {
  /** Stays the same for ever. @example "C21" */
  readonly id: string;
  readonly level: Level;
  /** What is the case, as one line without a full stop. @example 'The dependency "socketio" is not Socket.IO' */
  readonly what: string;
  /** Where, or how it was seen. */
  readonly where: readonly string[];
  /** What happens if nothing is done, with the exact symptom. One or two sentences. */
  readonly consequence: string;
  /** What to do; the first is the one that is recommended. */
  readonly fixes: readonly Fix[];
}
