/** To whom events are sent. */
export interface Target {
  readonly namespace: string;
  /** Empty is everyone. */
  readonly to: readonly string[];
  readonly except: readonly string[];
}

/** A way to the servers. */
export interface Sender {
  send(event: string, args: readonly unknown[]): Promise<void>;
  /** How many servers have heard what was sent; called after something was. */
  reached(): Promise<number>;
  /** Ends what was opened. */
  close(): Promise<void>;
  /** Where it looked for servers, for a sentence about there being none. */
  readonly place: string;
}
