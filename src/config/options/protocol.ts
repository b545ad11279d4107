import { engineNames } from "../../engines/index.ts";
import { boolean, choice, moduleOr } from "../kinds.ts";
import { someOf } from "../lists.ts";
import { option } from "../option.ts";
import { bytes, duration } from "../quantities.ts";

/** How Socket.IO speaks with its clients. */
export const protocol = {
  engine: option({
    kind: choice(["auto", ...engineNames]),
    default: "auto",
    help: "what carries the connections; auto takes the fastest that is installed and can do what is asked",
    example: "ws",
  }),
  transports: option({
    kind: someOf(["polling", "websocket"]),
    default: ["polling", "websocket"],
    help: "ways in which clients may connect",
    example: ["websocket"],
  }),
  allowUpgrades: option({
    kind: boolean,
    default: true,
    help: "let a client change from polling to a better transport",
    example: false,
  }),
  allowEIO3: option({
    kind: boolean,
    default: false,
    help: "accept clients of Socket.IO 2",
    example: true,
  }),
  pingInterval: option({
    kind: duration({ min: 100 }),
    default: 25_000,
    help: "time between heartbeats",
    example: "10s",
  }),
  pingTimeout: option({
    kind: duration({ min: 100 }),
    default: 20_000,
    help: "time to answer a heartbeat before the client counts as gone",
    example: "5s",
  }),
  connectTimeout: option({
    kind: duration({ min: 100 }),
    default: 45_000,
    help: "time to join a namespace before the connection is closed",
    example: "10s",
  }),
  maxHttpBufferSize: option({
    kind: bytes({ min: 1 }),
    default: 1_000_000,
    help: "largest message that a client may send",
    example: "5mb",
  }),
  httpCompression: option({
    kind: boolean,
    default: true,
    help: "compress the answers of polling",
    example: false,
  }),
  perMessageDeflate: option({
    kind: boolean,
    default: false,
    help: "compress WebSocket messages; costs memory and time for each client",
    example: true,
  }),
  joinWrites: option({
    kind: boolean,
    default: true,
    help: "send what is written to a client at one moment in one piece, and keep less for each WebSocket",
    example: false,
  }),
  compressionThreshold: option({
    kind: bytes({ min: 0 }),
    default: 1_024,
    help: "smallest message that is compressed",
    example: "10kb",
  }),
  parser: option({
    kind: moduleOr(["default", "msgpack"]),
    default: "default",
    help: "how messages are written; clients need the same",
    example: "msgpack",
  }),
  connectionStateRecovery: option({
    kind: duration({ min: 0, whenTrue: 120_000 }),
    default: 0,
    help: "how long a lost client may come back to its rooms and missed messages; 0 is off",
    example: "2m",
  }),
};
