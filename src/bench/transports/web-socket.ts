import { randomBytes } from "node:crypto";
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectSecure } from "node:tls";
import { Fault, networkFault } from "../fault.ts";
import { clientFrame, FrameReader, opcodes } from "./frames.ts";
import { goodbyeMs, type Opening, type Receiver, type Transport } from "./transport.ts";
import { readUpgrade, upgradeRequest } from "./upgrade.ts";

/** Opens a WebSocket on a bare socket: a client that costs less than the server is the point of it. */
export function openWebSocket(opening: Opening, receiver: Receiver): Transport {
  return new WebSocketTransport(opening, receiver);
}

// Every plain connection reads into this one: each piece is used up before the next arrives.
const readBuffer = Buffer.alloc(65_536);

class WebSocketTransport implements Transport {
  readonly #opening: Opening;
  readonly #receiver: Receiver;
  readonly #socket: Socket;
  readonly #key = randomBytes(16).toString("base64");
  readonly #reader = new FrameReader((opcode, bytes) => this.#onMessage(opcode, bytes));
  /** The beginning of the answer to the upgrade; `undefined` once there is all of it. */
  #head: Buffer | undefined = Buffer.alloc(0);
  #over = false;

  constructor(opening: Opening, receiver: Receiver) {
    this.#opening = opening;
    this.#receiver = receiver;
    this.#socket = openSocket(opening, (piece) => this.#onPiece(piece));
    const { target, address } = opening;
    this.#socket.on("error", (error) => this.#end(networkFault(error, `${address} port ${target.port}`)));
    this.#socket.on("close", () => {
      this.#end(new Fault(this.#head ? "protocol" : "disconnected", this.#head ? unanswered : "transport close"));
    });
    this.#socket.write(upgradeRequest(target, this.#key));
  }

  get backlogBytes(): number {
    return this.#socket.writableLength;
  }

  send(packet: string, attachments: readonly Uint8Array[]): void {
    if (this.#over) return;
    this.#write(opcodes.text, packet);
    for (const attachment of attachments) this.#write(opcodes.binary, attachment);
  }

  close(): Promise<void> {
    const opened = !this.#over && !this.#head;
    if (opened) this.#write(opcodes.close, "");
    this.#over = true;
    if (this.#socket.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#socket.destroy(), goodbyeMs);
      this.#socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      // The server closes the connection. Closed from here, what it has not read yet could be lost.
      if (!opened) this.#socket.destroy();
    });
  }

  #write(opcode: number, payload: string | Uint8Array): void {
    const frame = clientFrame(opcode, payload);
    this.#opening.traffic.sentBytes += frame.length;
    this.#socket.write(frame);
  }

  #onPiece(piece: Buffer): void {
    if (this.#over) return;
    try {
      // What is sent in answer to one piece leaves in one write.
      this.#socket.cork();
      if (this.#head) this.#onHead(piece);
      else this.#read(piece);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#end(error);
    } finally {
      this.#socket.uncork();
    }
  }

  #onHead(piece: Buffer): void {
    this.#head = Buffer.concat([this.#head ?? piece, this.#head ? piece : Buffer.alloc(0)]);
    const rest = readUpgrade(this.#head, this.#key);
    if (!rest) return;
    this.#head = undefined;
    if (rest.length > 0) this.#read(rest);
  }

  #read(piece: Buffer): void {
    this.#opening.traffic.receivedBytes += piece.length;
    this.#reader.push(piece);
  }

  #onMessage(opcode: number, bytes: Buffer): void {
    if (this.#over) return;
    if (opcode === opcodes.text) this.#receiver.onText(bytes.toString("utf8"));
    else if (opcode === opcodes.binary) this.#receiver.onBinary(Buffer.from(bytes));
    else if (opcode === opcodes.ping) this.#write(opcodes.pong, Buffer.from(bytes));
    else if (opcode === opcodes.close) this.#end(closeFault(bytes));
  }

  #end(fault: Fault): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket.destroy();
    this.#receiver.onEnd(fault);
  }
}

const unanswered = "the server closed the connection without an answer";

/** RFC 6455, section 5.5.1: the code and the reason are both left out at will. */
function closeFault(bytes: Buffer): Fault {
  if (bytes.length < 2) return new Fault("disconnected", "transport close");
  const reason = bytes.toString("utf8", 2);
  return new Fault("disconnected", `transport close (code ${bytes.readUInt16BE(0)}${reason && `, ${reason}`})`);
}

function openSocket({ target, address }: Opening, onPiece: (piece: Buffer) => void): Socket {
  const place = { host: address, port: target.port };
  if (target.secure) {
    const servername = isIP(target.hostname) === 0 ? { servername: target.hostname } : {};
    const socket = connectSecure({ ...place, ...servername, rejectUnauthorized: !target.insecure });
    socket.setNoDelay(true);
    return socket.on("data", onPiece);
  }
  // Without the stream's own reading a packet costs about a third less.
  const callback = (length: number) => {
    onPiece(readBuffer.subarray(0, length));
    return true;
  };
  return connectPlain({ ...place, noDelay: true, onread: { buffer: readBuffer, callback } });
}
