/** What a message may be at most. Whoever can write to the queue must not be able to exhaust the servers that read it. */
export const limits = {
  /** A message as it comes from the broker. */
  bytes: 1_000_000,
  /** Objects and lists inside one another, the message itself included. */
  depth: 64,
  /** Pieces of binary data. */
  attachments: 1_000,
  /** Rooms of one message, and clients that it leaves out. */
  rooms: 1_000,
  /** Values in a pickle, each counted as often as it is referred to. */
  items: 250_000,
  /** Text and binary data in a pickle, likewise. */
  unpickledBytes: 4_000_000,
} as const;
