import type { Manager, Socket } from "socket.io-client";
import { SioError } from "../../errors.ts";
import { joined, type Unjoined } from "./joined.ts";
import type { Note } from "./note.ts";
import { unacknowledged } from "./unacknowledged.ts";
import { Unread } from "./unread.ts";

/** With whom one talks, and how. */
export interface ConversationOptions {
  /** Made to connect by nothing but this, and not to reconnect. */
  readonly manager: Manager;
  /** Sent when joining each namespace; `undefined` for nothing. */
  readonly auth: unknown;
  /** How long to wait for the server, and for acknowledgements. */
  readonly timeoutMs: number;
  /** Is told of everything that happens, as it happens. */
  readonly onNote: (note: Note) => void;
  /** Says in words why a namespace could not be joined. */
  readonly explain: (unjoined: Unjoined, namespace: string) => Promise<SioError>;
}

/** Acknowledges an event of the server. */
type Answer = (...args: unknown[]) => void;

/** Socket.IO drops what it reads together with the goodbye, so that what was sent last gets ahead of it by this much. */
const lingerMs = 100;

/** One connection to a server, with a socket for each namespace that was joined; one of them is the current one. */
export class Conversation {
  /** Rejects when the server ends the conversation for good; it never resolves. */
  readonly lost: Promise<never>;
  /** The names of the events that went either way, by namespace. */
  readonly seen = new Map<string, Set<string>>();
  readonly unread: Unread = new Unread();
  readonly #options: ConversationOptions;
  readonly #sockets = new Map<string, Socket>();
  /** What the server waits for: the answers to its events, oldest first. */
  readonly #asked: Answer[] = [];
  #current = "/";
  #closing = false;
  #keepsTrying = false;
  #lose: (error: SioError) => void = () => {};

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.lost = new Promise((_, reject) => {
      this.#lose = reject;
    });
    // Whoever is interested waits for it; if nobody is, that is no crash.
    this.lost.catch(() => {});
    const { manager } = options;
    let told = false;
    manager.on("open", () => {
      told = false;
    });
    manager.on("reconnect_error", ({ message }) => {
      if (!told) options.onNote({ type: "retry", message });
      told = true;
    });
  }

  /** The namespace that commands are about. */
  get current(): string {
    return this.#current;
  }

  /** The namespaces that were joined. */
  get namespaces(): readonly string[] {
    return [...this.#sockets.keys()];
  }

  /** From now on a lost connection comes back by itself. */
  keepTrying(): void {
    this.#keepsTrying = true;
    this.#options.manager.reconnection(true);
  }

  /**
   * Joins a namespace and makes it the current one.
   *
   * @throws SioError `unavailable`, in the words of `explain`
   */
  async join(namespace: string): Promise<void> {
    if (!this.#sockets.has(namespace)) {
      const { auth } = this.#options;
      // Objects only is what its types say; the protocol carries any JSON.
      const socket = this.#options.manager.socket(namespace, auth === undefined ? {} : { auth: auth as object });
      this.#follow(socket, namespace);
      const unjoined = await joined(socket, this.#options.timeoutMs);
      if (unjoined) {
        socket.removeAllListeners();
        throw await this.#options.explain(unjoined, namespace);
      }
      this.#sockets.set(namespace, socket);
    }
    this.#current = namespace;
  }

  /** Sends an event to the current namespace. */
  emit(event: string, args: readonly unknown[]): void {
    this.#note(this.#current, event);
    this.#send(this.#socket(), event, args);
  }

  /**
   * Sends an event and resolves with all that its acknowledgement carries.
   *
   * @throws SioError `unavailable` if there is none in time
   */
  async call(event: string, args: readonly unknown[]): Promise<readonly unknown[]> {
    const { timeoutMs, onNote } = this.#options;
    const namespace = this.#current;
    this.#note(namespace, event);
    const startedAt = performance.now();
    const answer = await new Promise<readonly unknown[]>((resolve, reject) => {
      const answered = (error: Error | null, ...values: unknown[]) => (error ? reject(error) : resolve(values));
      this.#send(this.#socket().timeout(timeoutMs), event, [...args, answered]);
    }).catch((cause: Error) => {
      throw cause instanceof SioError ? cause : unacknowledged(event, timeoutMs, cause);
    });
    onNote({ type: "ack", namespace, event, args: answer, tookMs: performance.now() - startedAt });
    return answer;
  }

  /**
   * Answers the oldest event that waits for an acknowledgement.
   *
   * @throws SioError `usage` if none does
   */
  acknowledge(args: readonly unknown[]): void {
    const answer = this.#asked.shift();
    if (!answer) throw new SioError("usage", "No event of the server waits for an acknowledgement.");
    answer(...args);
  }

  /** Leaves, once what was sent is on its way. Safe to call twice. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    const { manager } = this.#options;
    const wasOpen = [...this.#sockets.values()].some(({ connected }) => connected);
    if (wasOpen) await new Promise((resolve) => setTimeout(resolve, lingerMs));
    manager.reconnection(false);
    manager.engine?.close();
  }

  #socket(): Socket {
    const socket = this.#sockets.get(this.#current);
    if (socket?.connected) return socket;
    throw new SioError("unavailable", `Not connected to ${this.#current} now.`);
  }

  #send(socket: Pick<Socket, "emit">, event: string, args: readonly unknown[]): void {
    try {
      socket.emit(event, ...args);
    } catch (cause) {
      throw new SioError("usage", `The event cannot be sent: ${(cause as Error).message}.`, { cause });
    }
  }

  #note(namespace: string, event: string): void {
    const names = this.seen.get(namespace) ?? new Set();
    this.seen.set(namespace, names.add(event));
  }

  #follow(socket: Socket, namespace: string): void {
    const { onNote } = this.#options;
    let wasIn = false;
    socket.on("connect", () => {
      wasIn = true;
      onNote({ type: "connect", namespace, id: socket.id ?? "" });
    });
    socket.onAny((event: string, ...args: unknown[]) => {
      const answer = args.at(-1);
      const asks = typeof answer === "function";
      if (asks) this.#asked.push(args.pop() as Answer);
      this.#note(namespace, event);
      onNote({ type: "event", namespace, event, args, asks });
      this.unread.add(event);
    });
    socket.on("disconnect", (reason) => {
      if (this.#closing || !wasIn) return;
      onNote({ type: "disconnect", namespace, reason });
      // A client that was sent away does not come back by itself.
      if (this.#keepsTrying && reason !== "io server disconnect") return;
      this.#lose(new SioError("unavailable", `The server ended the connection to ${namespace} (${reason}).`));
    });
    socket.on("connect_error", (error) => {
      // While it is active it tries again. A server that refuses it when it comes back ends that.
      if (!wasIn || socket.active) return;
      void this.#options.explain({ error, by: "server" }, namespace).then(this.#lose);
    });
  }
}
