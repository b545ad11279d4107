import { Acknowledgements, type Waiting } from "./acknowledgements.ts";
import { Fault } from "./fault.ts";
import { readHandshake, readRefusal, readWelcome } from "./handshake.ts";
import { joinPacket, type OutgoingPacket, type PacketHead, packetTypes, readData, readHead } from "./packets.ts";
import type { Target } from "./target.ts";
import { type TransportName, transports } from "./transports/index.ts";
import type { Traffic, Transport } from "./transports/transport.ts";

/** What clients are made with. */
export interface Dial {
  readonly target: Target;
  /** The one of the target's addresses to connect to. */
  readonly address: string;
  readonly transport: TransportName;
  /** Sent when joining the namespace; `undefined` for nothing. */
  readonly auth: unknown;
  /** How long to wait until connected, and for each acknowledgement. */
  readonly timeoutMs: number;
  readonly traffic: Traffic;
}

const engine = { open: "0", close: "1", ping: "2", pong: "3", message: "4" } as const;

/** One Socket.IO client in one namespace. It does not reconnect: a connection that is lost is to be counted. */
export class Client {
  /** Called when the connection ends, once it was made, in any other way than `close()`. */
  onEnd: (fault: Fault) => void = () => {};
  /** Gets the events of the server, with an id where it wants an acknowledgement. */
  onEvent: (data: () => unknown, id: number | undefined) => void = () => {};
  /** The id that the server gave the client in the namespace. */
  id = "";
  /** The messages that wait for their acknowledgement. */
  readonly waiting: Acknowledgements;
  readonly #dial: Dial;
  readonly #transport: Transport;
  #connected: ((outcome: Fault | undefined) => void) | undefined;
  #open = false;
  #patienceMs = Number.POSITIVE_INFINITY;
  #heard = true;
  #heardAt = 0;
  /** A packet whose bytes have not all arrived. */
  #partial: { readonly head: PacketHead; readonly attachments: Uint8Array[] } | undefined;

  /** Resolves with a client that is in its namespace. Rejects with a Fault. */
  static connect(dial: Dial): Promise<Client> {
    return new Promise((resolve, reject) => {
      const client: Client = new Client(dial, (fault) => (fault ? reject(fault) : resolve(client)));
    });
  }

  private constructor(dial: Dial, connected: (outcome: Fault | undefined) => void) {
    this.#dial = dial;
    this.waiting = new Acknowledgements(dial.timeoutMs);
    const late = () => this.#end(new Fault("timeout", `the server did not answer within ${dial.timeoutMs / 1_000} s`));
    const timer = setTimeout(late, dial.timeoutMs);
    this.#connected = (outcome) => {
      clearTimeout(timer);
      this.#connected = undefined;
      this.#open = outcome === undefined;
      connected(outcome);
    };
    this.#transport = transports[dial.transport](dial, {
      onText: (packet) => this.#take(() => this.#onText(packet)),
      onBinary: (bytes) => this.#take(() => this.#onBinary(bytes)),
      onEnd: (fault) => this.#end(fault),
    });
  }

  /** Whether messages can be sent. */
  get open(): boolean {
    return this.#open;
  }

  /** How much waits to be sent. */
  get backlogBytes(): number {
    return this.#transport.backlogBytes;
  }

  /** Sends an event, and with `waiting` asks for its acknowledgement. */
  emit({ head, json, attachments }: OutgoingPacket, waiting?: Waiting): void {
    const id = waiting ? this.waiting.add(waiting) : "";
    this.#transport.send(engine.message + head + id + json, attachments);
  }

  /** Acknowledges an event of the server. */
  acknowledge({ head, json, attachments }: OutgoingPacket, id: number): void {
    this.#transport.send(engine.message + head + id + json, attachments);
  }

  /** Gives up a server that is silent, and messages that nobody acknowledges: to be called about ten times a second. */
  sweep(now: number): void {
    if (!this.#open) return;
    if (this.#heard) this.#heardAt = now;
    this.#heard = false;
    if (now - this.#heardAt > this.#patienceMs) this.#end(new Fault("disconnected", "ping timeout"));
    else this.waiting.expire(now);
  }

  /** Leaves; resolves once the connection is gone. */
  close(): Promise<void> {
    // It does not leave the namespace first: Socket.IO drops the events that it reads together with that.
    this.#open = false;
    return this.#transport.close();
  }

  /** What is wrong with a packet ends the connection that brought it. */
  #take(read: () => void): void {
    this.#heard = true;
    try {
      read();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#end(error);
    }
  }

  #onText(packet: string): void {
    const type = packet[0];
    if (type === engine.message) this.#onMessage(packet.slice(1));
    else if (type === engine.ping) this.#transport.send(engine.pong + packet.slice(1), []);
    else if (type === engine.open) this.#onOpen(packet);
    else if (type === engine.close) this.#end(new Fault("disconnected", "transport close"));
  }

  #onOpen(packet: string): void {
    const { pingInterval, pingTimeout } = readHandshake(packet);
    this.#patienceMs = pingInterval + pingTimeout;
    const { target, auth } = this.#dial;
    this.#transport.send(engine.message + joinPacket(target.namespace, auth), []);
  }

  #onMessage(packet: string): void {
    const head = readHead(packet);
    if (head.attachments > 0) this.#partial = { head, attachments: [] };
    else this.#onPacket(head, []);
  }

  #onBinary(bytes: Uint8Array): void {
    const partial = this.#partial;
    if (!partial) throw new Fault("protocol", "the server sent bytes that belong to no packet");
    partial.attachments.push(bytes);
    if (partial.attachments.length < partial.head.attachments) return;
    this.#partial = undefined;
    this.#onPacket(partial.head, partial.attachments);
  }

  #onPacket({ type, namespace, id, json }: PacketHead, attachments: readonly Uint8Array[]): void {
    // A server of Socket.IO 2 lets everyone into the main namespace before it is asked for another.
    if (namespace !== this.#dial.target.namespace && type !== packetTypes.connect) return;
    const data = () => readData(json, attachments);
    if (type === packetTypes.ack || type === packetTypes.binaryAck) this.waiting.settle(id, data);
    else if (type === packetTypes.event || type === packetTypes.binaryEvent) this.onEvent(data, id);
    else if (type === packetTypes.connect) this.#onWelcome(json);
    else if (type === packetTypes.disconnect) this.#end(new Fault("disconnected", "io server disconnect"));
    else this.#end(readRefusal(json, namespace));
  }

  #onWelcome(json: string): void {
    this.id = readWelcome(json);
    this.#connected?.(undefined);
  }

  #end(fault: Fault): void {
    const wasOpen = this.#open;
    this.#open = false;
    void this.#transport.close();
    if (wasOpen) this.onEnd(fault);
    this.#connected?.(fault);
    this.waiting.abandon(new Fault("disconnected", "the connection ended before the acknowledgement"));
  }
}
