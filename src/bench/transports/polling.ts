import { Fault } from "../fault.ts";
import { httpFault } from "./http-fault.ts";
import { type Reply, Requests } from "./requests.ts";
import { goodbyeMs, type Opening, type Receiver, type Transport } from "./transport.ts";

/** Opens a session of long polling: one request waits for packets, another brings them. */
export function openPolling(opening: Opening, receiver: Receiver): Transport {
  return new PollingTransport(opening, receiver);
}

/** What stands between the packets of one body. */
const separator = "\x1e";
const closePacket = "1";
/** What a server takes at once where it does not say so. */
const usualPayloadBytes = 1_000_000;

class PollingTransport implements Transport {
  readonly #receiver: Receiver;
  readonly #requests: Requests;
  #query: Readonly<Record<string, string>> = { EIO: "4", transport: "polling" };
  #mostBytes = usualPayloadBytes;
  readonly #queue: string[] = [];
  #queuedBytes = 0;
  #posting: Promise<void> | undefined;
  #leaving = false;
  #over = false;

  constructor(opening: Opening, receiver: Receiver) {
    this.#receiver = receiver;
    this.#requests = new Requests(opening);
    void this.#poll();
  }

  get backlogBytes(): number {
    return this.#queuedBytes;
  }

  send(packet: string, attachments: readonly Uint8Array[]): void {
    if (this.#over || this.#leaving) return;
    const encoded = attachments.map((bytes) => `b${Buffer.from(bytes).toString("base64")}`);
    for (const part of [packet, ...encoded]) {
      this.#queue.push(part);
      this.#queuedBytes += Buffer.byteLength(part);
    }
    this.#posting ??= this.#post();
  }

  async close(): Promise<void> {
    this.#leaving = true;
    const timer = setTimeout(() => this.#requests.close(), goodbyeMs);
    // Alone, and after all else: what is read together with it would be dropped.
    await this.#posting;
    if (!this.#over && this.#query.sid !== undefined) {
      await this.#requests.ask(this.#query, closePacket).catch(() => undefined);
    }
    clearTimeout(timer);
    this.#over = true;
    this.#requests.close();
  }

  async #poll(): Promise<void> {
    try {
      while (!this.#over) {
        const reply = await this.#requests.ask(this.#query);
        if (this.#over) return;
        if (reply.status !== 200) throw this.#refusal(reply);
        for (const packet of reply.body.split(separator)) this.#take(packet);
      }
    } catch (error) {
      this.#end(error);
    }
  }

  #take(packet: string): void {
    if (this.#over || this.#leaving) return;
    if (packet.startsWith("b")) {
      this.#receiver.onBinary(Buffer.from(packet.slice(1), "base64"));
      return;
    }
    if (this.#query.sid === undefined) this.#begin(packet);
    this.#receiver.onText(packet);
  }

  #begin(packet: string): void {
    const [, sid] = /^0\{.*"sid":\s*"([^"]+)"/.exec(packet) ?? [];
    if (sid === undefined) throw new Fault("protocol", "the server answered what is not Engine.IO 4");
    this.#query = { ...this.#query, sid };
    const [, mostBytes] = /"maxPayload":\s*(\d+)/.exec(packet) ?? [];
    if (mostBytes !== undefined) this.#mostBytes = Number(mostBytes);
  }

  /** Sends what waits, one request after the other, as Engine.IO demands. */
  async #post(): Promise<void> {
    try {
      // What the same moment brings goes into one request.
      await Promise.resolve();
      while (this.#queue.length > 0 && !this.#over) {
        const reply = await this.#requests.ask(this.#query, this.#nextBody());
        if (reply.status !== 200) throw this.#refusal(reply);
      }
    } catch (error) {
      this.#end(error);
    } finally {
      this.#posting = undefined;
    }
  }

  #nextBody(): string {
    let count = 0;
    let bodyBytes = -1;
    for (const part of this.#queue) {
      const partBytes = Buffer.byteLength(part);
      if (count > 0 && bodyBytes + 1 + partBytes > this.#mostBytes) break;
      count += 1;
      bodyBytes += 1 + partBytes;
    }
    const parts = this.#queue.splice(0, count);
    this.#queuedBytes -= bodyBytes - (count - 1);
    return parts.join(separator);
  }

  #refusal(reply: Reply): Fault {
    const fault = httpFault(reply);
    return this.#query.sid === undefined ? fault : new Fault("disconnected", `transport error: ${fault.message}`);
  }

  #end(error: unknown): void {
    if (!(error instanceof Fault)) throw error;
    if (this.#over) return;
    this.#over = true;
    this.#requests.close();
    if (!this.#leaving) this.#receiver.onEnd(error);
  }
}
