/** A connection to a broker, from the moment it can be used until it is gone. */
export interface Life {
  /** Resolves once the broker has done all that it was asked before. May hang as long as the broker does; rejects if the connection ends. */
  settle(): Promise<unknown>;
  /** Resolves with the reason once the connection is gone; MUST NOT reject. */
  readonly ended: Promise<Error>;
  /** Ends it at once, whatever the broker does. Safe to call twice. */
  close(): void;
}
