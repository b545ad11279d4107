import type { Socket } from "socket.io-client";
import { DisconnectedError, TimeoutError } from "../app/errors.ts";
import { within } from "../lib/within.ts";
import type { Connection } from "./connection.ts";
import type { ConnectOptions } from "./dial.ts";
import type { Received } from "./inbox.ts";

/**
 * A real Socket.IO client, connected to one namespace of a test server. What is sent resolves when the server has dealt with it, so a
 * test needs no waiting of its own.
 */
export class TestClient implements AsyncDisposable {
  readonly #connection: Connection;
  /** The namespace that this client speaks to. */
  readonly namespace: string;
  #sid = "";

  constructor(connection: Connection, namespace: string) {
    this.#connection = connection;
    this.namespace = namespace;
  }

  /**
   * The socket of socket.io-client itself, for all that this class has no shorter way for, such as answering what the server asks.
   *
   * @example
   * client.socket.on("sure?", (answer) => answer(true));
   */
  get socket(): Socket {
    return this.#connection.place(this.namespace).socket;
  }

  /** Whether the client is connected to its namespace. */
  get connected(): boolean {
    return this.socket.connected;
  }

  /** The client's id in its namespace, which handlers see as `request.sid`; the last one, once it is gone. */
  get sid(): string {
    this.#sid = this.socket.id ?? this.#sid;
    return this.#sid;
  }

  /**
   * Sends an event. Resolves when the handlers that it started have settled, and what they sent has arrived, at every client of the
   * server. What a handler throws does not reject it: see {@link TestServer.faults}.
   *
   * @throws Error if the client is not connected, or the handlers take longer than the timeout
   * @example
   * await client.emit("join", "lobby");
   * expect(client.received()).toEqual([{ event: "joined", args: ["lobby"], namespace: "/" }]);
   */
  emit(event: string, ...args: readonly unknown[]): Promise<void> {
    return this.#connection.emit(this.namespace, event, args);
  }

  /**
   * Sends an event and resolves with the server's acknowledgement: its value, or a list where there are several (`ackWith`). What was
   * sent before it has arrived by then, at every client of the server.
   *
   * @throws TimeoutError if there is none in time, DisconnectedError if the connection ends before
   * @example
   * expect(await client.call("add", 1, 2)).toBe(3);
   */
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is for the test to say
  async call(event: string, ...args: readonly unknown[]): Promise<any> {
    const { timeoutMs } = this.#connection;
    const { socket } = this.#connection.connectedPlace(this.namespace);
    const answered = new Promise<unknown>((resolve, reject) => {
      const gone = () => reject(new DisconnectedError(`The connection ended before "${event}" was acknowledged.`));
      socket.once("disconnect", gone);
      socket.emit(event, ...args, (...values: unknown[]) => {
        socket.off("disconnect", gone);
        resolve(values.length > 1 ? values : values[0]);
      });
    });
    const late = () =>
      new TimeoutError(
        `"${event}" was not acknowledged within ${timeoutMs} ms. Does ${this.namespace} have a handler for it?`,
      );
    const answer = await within(timeoutMs, answered, late);
    await this.#connection.arrived();
    return answer;
  }

  /** Takes what has arrived from a namespace of this connection, its own if none is named, in order. Asked again, only what is new. */
  received(namespace = this.namespace): Received[] {
    return this.#connection.place(namespace).inbox.drain();
  }

  /**
   * Takes the next event of a name and resolves with its arguments. One that has arrived already, and was not taken, counts.
   *
   * @throws Error if there is none in time; it names what has arrived instead
   * @example
   * expect(await client.next("tick")).toEqual([1]);
   */
  // biome-ignore lint/suspicious/noExplicitAny: what a server sends is for the test to say
  async next(event: string): Promise<readonly any[]> {
    const { timeoutMs } = this.#connection;
    const { inbox } = this.#connection.place(this.namespace);
    const waiting = new AbortController();
    try {
      const { args } = await within(timeoutMs, inbox.take(event, waiting.signal), () => {
        const names = [...inbox.names].map((name) => `"${name}"`).join(", ") || "nothing";
        return new Error(`"${event}" has not arrived in ${this.namespace} within ${timeoutMs} ms. There is: ${names}.`);
      });
      return args;
    } finally {
      waiting.abort();
    }
  }

  /**
   * Connects to another namespace over the same connection, or again to one that was left, and resolves with a client for it.
   *
   * @throws Error the one that the client was refused with: `message` is the server's, and so is `data`
   * @example
   * const admin = await client.connect("/admin", { auth: { token } });
   */
  async connect(namespace = this.namespace, { auth }: Pick<ConnectOptions, "auth"> = {}): Promise<TestClient> {
    await this.#connection.enter(namespace, auth);
    return new TestClient(this.#connection, namespace);
  }

  /** Leaves a namespace, its own if none is named, and waits for the `disconnect` handlers. The connection ends with its last one. */
  disconnect(namespace = this.namespace): Promise<void> {
    return this.#connection.leave(namespace);
  }

  /** Leaves every namespace of the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.close();
  }
}
