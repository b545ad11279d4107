import { randomBytes } from "node:crypto";
import { connect as openSocket } from "node:net";
import { FrameReader, opcodes, textFrame } from "./frames.mjs";

const enginePing = "2".charCodeAt(0);
const engineOpen = "0".charCodeAt(0);
const enginePong = textFrame("3");
const joinMainNamespace = textFrame("40");
const key = randomBytes(16).toString("base64");

/**
 * @typedef {object} Address
 * @property {number} port
 * @property {string} [localAddress] the loopback address to come from; one address has about 28,000 ports
 * @property {() => void} [onAccepted] called when the server has answered the WebSocket upgrade
 */

// Every connection reads into this one: each piece is used up before the next arrives.
const readBuffer = Buffer.alloc(65_536);

/**
 * One Socket.IO v4 client in the main namespace, over WebSocket alone, on a bare TCP socket.
 * `onPacket` and `onLost` are for the workload to set.
 */
export class Connection {
  /** Gets every packet but pings, as a place in a buffer that is valid during the call only. */
  onPacket = (/** @type {Buffer} */ _bytes, /** @type {number} */ _start, /** @type {number} */ _end) => {};
  onLost = (/** @type {Error} */ _reason) => {};
  /** Gets what the server sends before it speaks WebSocket; undefined from then on. */
  onHead = /** @type {((piece: Buffer) => void) | undefined} */ (undefined);
  #reader = new FrameReader((opcode, bytes, start, end) => this.#onFrame(opcode, bytes, start, end));
  #socket;

  /** @param {Omit<Address, "onAccepted">} address */
  constructor({ port, localAddress }) {
    // Without the stream's own reading a packet costs about a third less, see the client's share in the tables.
    const onread = { buffer: readBuffer, callback: (/** @type {number} */ length) => this.#onRead(length) };
    this.#socket = openSocket({ host: "127.0.0.1", port, localAddress, noDelay: true, onread });
    this.#socket.on("error", (error) => this.onLost(error));
    this.#socket.on("close", () => this.onLost(new Error("The connection was lost.")));
  }

  /** @param {Buffer | string} bytes a frame made by `textFrame`, or the request that opens the WebSocket */
  send(bytes) {
    this.#socket.write(bytes);
  }

  /** @param {Buffer} piece of the server's frames */
  read(piece) {
    // What is sent in answer to one piece leaves in one write.
    this.#socket.cork();
    this.#reader.push(piece);
    this.#socket.uncork();
  }

  close() {
    this.onLost = () => {};
    this.#socket.destroy();
  }

  /** @param {number} length */
  #onRead(length) {
    const piece = readBuffer.subarray(0, length);
    if (this.onHead) this.onHead(piece);
    else this.read(piece);
    return true;
  }

  /**
   * @param {number} opcode
   * @param {Buffer} bytes
   * @param {number} start
   * @param {number} end
   */
  #onFrame(opcode, bytes, start, end) {
    if (opcode === opcodes.close) return this.onLost(new Error("The server closed the connection."));
    if (bytes[start] === enginePing) return this.send(enginePong);
    this.onPacket(bytes, start, end);
  }
}

/**
 * Resolves when the server has accepted the client into the main namespace.
 *
 * @param {Address} address
 * @returns {Promise<Connection>} rejects when the server is not there, refuses, or goes away
 */
export async function connect({ onAccepted = () => {}, ...address }) {
  const connection = new Connection(address);
  try {
    await new Promise((resolve, reject) => {
      connection.onLost = reject;
      upgrade(connection, address.port, onAccepted);
      joinNamespace(connection, () => resolve(undefined));
    });
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/**
 * @param {Connection} connection
 * @param {number} port
 * @param {() => void} onAccepted
 */
function upgrade(connection, port, onAccepted) {
  /** @type {Buffer | undefined} */
  let before;
  connection.onHead = (piece) => {
    const head = before ? Buffer.concat([before, piece]) : piece;
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) {
      before = Buffer.from(head);
      return;
    }
    const status = head.toString("latin1", 0, head.indexOf("\r\n"));
    if (!status.includes(" 101 ")) return connection.onLost(new Error(`The server refused the upgrade: ${status}`));
    connection.onHead = undefined;
    onAccepted();
    connection.read(head.subarray(end + 4));
  };
  connection.send(
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n" +
      `Host: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  );
}

/**
 * @param {Connection} connection
 * @param {() => void} onJoined
 */
function joinNamespace(connection, onJoined) {
  connection.onPacket = (bytes, start, end) => {
    if (bytes[start] === engineOpen) return connection.send(joinMainNamespace);
    const packet = bytes.toString("utf8", start, end);
    if (packet.startsWith("40")) return onJoined();
    connection.onLost(new Error(`The server did not let the client in: ${packet}`));
  };
}
