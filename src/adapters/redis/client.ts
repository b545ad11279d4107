/** The commands that the official adapters send; their arguments are for them to know. */
type Command =
  | "ping"
  | "publish"
  | "sPublish"
  | "xAdd"
  | "xRange"
  | "xRevRange"
  | "xRead"
  | "set"
  | "sendCommand"
  | "subscribe"
  | "pSubscribe"
  | "sSubscribe"
  | "unsubscribe"
  | "pUnsubscribe"
  | "sUnsubscribe";

/** What is used of a client of the package `redis`, be it of one server or of a cluster. */
export interface RedisClient extends Record<Command, (...args: readonly unknown[]) => Promise<unknown>> {
  connect(): Promise<unknown>;
  destroy(): void;
  on(event: "error" | "end" | "node-error", listener: (error?: unknown) => void): unknown;
  multi(): Transaction;
  /** The servers of a cluster that own data. */
  readonly masters?: readonly { readonly client?: RedisClient }[];
}

/** Commands that run as one. */
export interface Transaction {
  get(key: string): Transaction;
  del(key: string): Transaction;
  exec(): Promise<unknown>;
}

/** What is used of the package `redis`. */
export interface RedisLibrary {
  createClient(options: object): RedisClient;
  createCluster(options: object): RedisClient;
}
