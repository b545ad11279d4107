import type { Socket } from "node:net";
import type { Packet, Transport, TransportClass, UpgradeRequest, WebSocket } from "../engine-io/types.ts";
import { leaveLoss } from "../loss.ts";
import { type Bytes, binaryHeader, bufferOf, joined, textFrame, whole, wholeOf } from "./frame.ts";

/** What listens to a WebSocket, or ends its connection, finds the transport there: each of these functions is one for all connections. */
interface Carrying {
  [carrier]?: Joining;
}

interface Joining extends Transport {
  flush(): void;
}

type Connection = Socket & Carrying;

const carrier = Symbol("carrier");

/** To copy more than this costs more than to write it apart. */
const mostJoined = 16_384;
const open = 1;

/** The transports that have been handed something within this tick; most often one, and all clients of a broadcast. */
let waiting: Joining[] = [];

/**
 * The transport over WebSockets of the package `ws`, which joins what is sent within one tick: it reaches the system in one piece, without
 * the streams and calls in between, where Engine.IO's own hands over header and payload of every message apart. Order, callbacks and errors
 * stay, and whatever ends the connection sends what is pending first.
 *
 * @param Base Engine.IO's class, of the copy that the server uses
 */
export function joiningTransport(Base: TransportClass): TransportClass {
  return class JoiningTransport extends Base implements Joining {
    /** By this name packages look for it. */
    readonly socket: WebSocket & Carrying;
    readonly #connection: Connection;
    #first: Bytes | undefined;
    #rest: Bytes[] | undefined;
    #bytes = 0;
    /** How often Engine.IO has sent since it was told that all is sent. */
    #sends = 0;

    constructor(request: UpgradeRequest) {
      super(request);
      this.socket = request.websocket;
      this.#connection = request.socket;
      this.writable = true;
      this.socket[carrier] = this;
      // Engine.IO's listener for an error before this, which it leaves there with all that it knows.
      this.socket.removeAllListeners("error");
      this.socket.on("message", receive).on("close", leave).on("error", fail);
      leaveLoss(this.#connection);
      // Assigned, because defining properties takes far longer and every connection pays for it.
      Object.assign(this.#connection, { [carrier]: this, end, destroy });
    }

    get name(): string {
      return "websocket";
    }

    get handlesUpgrades(): boolean {
      return true;
    }

    send(packets: readonly Packet[]): void {
      for (const packet of packets) this.#add(packet);
      this.#sends += 1;
    }

    /** Hands all that is pending to the system. */
    flush(): void {
      const first = this.#first;
      if (first === undefined) return;
      const whole = this.#rest ? joined(first, this.#rest) : first;
      this.#first = undefined;
      this.#rest = undefined;
      this.#bytes = 0;
      // Whoever has said goodbye reads no more.
      if (this.socket.readyState === open) this.#write(whole);
    }

    doClose(done?: () => void): void {
      this.flush();
      this.socket.close();
      done?.();
    }

    #add(packet: Packet): void {
      const frame = packet.options?.wsPreEncodedFrame;
      if (frame) {
        this.#putParts(frame[0], frame[1], wholeOf);
        return;
      }
      this.parser.encodePacket(packet, this.supportsBinary, keep);
      if (typeof kept === "string") this.#put(textFrame(kept));
      else {
        const data = bufferOf(kept as ArrayBuffer | ArrayBufferView);
        this.#putParts(binaryHeader(data.length), data, whole);
      }
    }

    /** What is short is joined right away, since the data may be changed once this returns. */
    #putParts(header: Buffer, data: Buffer, join: (header: Buffer, data: Buffer) => Buffer): void {
      if (data.length <= mostJoined) this.#put(join(header, data));
      else {
        this.#connection.cork();
        this.#put(header);
        this.#put(data);
        this.#connection.uncork();
      }
    }

    #put(bytes: Bytes): void {
      if (bytes.length > mostJoined) {
        this.flush();
        if (this.socket.readyState === open) this.#write(bytes);
        return;
      }
      if (this.#first === undefined) {
        this.#first = bytes;
        if (waiting.push(this) === 1) process.nextTick(flushAll);
      } else {
        this.#rest ??= [];
        this.#rest.push(bytes);
      }
      this.#bytes += bytes.length;
      if (this.#bytes > mostJoined) this.flush();
    }

    #write(bytes: Bytes): void {
      this.#connection.write(bytes, "latin1", this.#written);
      // What the system has not taken stays with Engine.IO from now on, where volatile packets are left out.
      if (this.#connection.writableLength > 0) this.writable = false;
    }

    readonly #written = (error?: Error | null): void => {
      if (error) {
        this.onError("write error", error.stack);
        return;
      }
      for (; this.#sends > 0; this.#sends -= 1) this.emit("drain");
      if (this.writable || this.#connection.writableLength > 0) return;
      this.writable = true;
      this.emit("ready");
    };
  };
}

function flushAll(): void {
  const transports = waiting;
  waiting = [];
  for (const transport of transports) transport.flush();
}

function receive(this: Carrying, data: Buffer, isBinary: boolean): void {
  this[carrier]?.onData(isBinary ? data : data.toString());
}

function leave(this: Carrying): void {
  this[carrier]?.onClose();
}

function fail(this: Carrying, error: Error): void {
  this[carrier]?.onError(error);
}

function end(this: Connection, ...args: Parameters<Socket["end"]>): Socket {
  this[carrier]?.flush();
  return classOf(this).end.apply(this, args);
}

function destroy(this: Connection, error?: Error): Socket {
  this[carrier]?.flush();
  return classOf(this).destroy.call(this, error);
}

/** The methods of a connection's class, which its own ones hide. */
function classOf(connection: Connection): Socket {
  return Object.getPrototypeOf(connection) as Socket;
}

// Encoders call back before they return: one variable for all spares a function for every packet.
let kept: unknown;
function keep(encoded: unknown): void {
  kept = encoded;
}
