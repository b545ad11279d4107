/**
 * One client of a load test, connected and in its namespace. Every message of it is counted.
 */
export interface BenchClient {
  /** The id that the server knows the client by. */
  readonly id: string;
  /** False once the connection is lost; it does not come back. */
  readonly connected: boolean;
  /** Sends an event that asks for no acknowledgement. What is sent when the run is over, or to a connection that is lost, is dropped. */
  emit(event: string, ...args: readonly unknown[]): void;
  /**
   * Sends an event and resolves with the server's acknowledgement: its value, or a list where there are several. Rejects if there is none
   * in time or the connection is lost, which is counted, and when the run is over.
   *
   * @example
   * const { room } = await client.call("join", "lobby");
   */
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is for the scenario to say
  call(event: string, ...args: readonly unknown[]): Promise<any>;
  /** Calls `listener` with each event of that name; what it returns is the acknowledgement, if the server wants one. */
  // biome-ignore lint/suspicious/noExplicitAny: what a server sends is for the scenario to say
  on(event: string, listener: (...args: any[]) => unknown): void;
  /**
   * Resolves with the arguments of the next event of that name, from now on. Rejects if there is none in time, and when the run is over.
   *
   * @example
   * const started = client.next("game started");
   * client.emit("ready");
   * await started;
   */
  // biome-ignore lint/suspicious/noExplicitAny: what a server sends is for the scenario to say
  next(event: string): Promise<readonly any[]>;
  /** Leaves; resolves once the connection is gone. */
  disconnect(): Promise<void>;
}

/** What a client needs to know besides itself. */
export interface BenchRun {
  /** Which client it is, from 0. */
  readonly index: number;
  /** Fires when the run is over. */
  readonly signal: AbortSignal;
}

/**
 * What one client does from the moment all are connected: the default export of a scenario file. It is called once for each client; the run
 * is over when all have ended, or the time is up.
 *
 * @example
 * export default (async (client, { index, signal }) => {
 *   await client.call("join", `room ${index % 10}`);
 *   while (!signal.aborted) await client.call("say", "hello");
 * }) satisfies BenchScenario;
 */
export type BenchScenario = (client: BenchClient, run: BenchRun) => unknown;
