// Every setting with its default. Keep what you change; what is left out keeps its default.
import { defineConfig } from "sio-serve";

export default defineConfig({
  // Application

  // file of event handlers, or a folder with a file for each namespace (for example "./handlers.ts")
  handlers: undefined,

  // namespaces that clients may join besides those with handlers; * is all (for example ["/admin"])
  namespaces: [],

  // start the handler of a client's next event while the last one still runs
  asyncHandlers: true,

  // let a client in before its connect handler has run, and send it away if refused
  alwaysConnect: false,

  // give each client a session of its own; off, handlers write the HTTP session itself
  manageSession: true,

  // folder whose files are served to browsers (for example "./public")
  static: undefined,

  // serve the browser's Socket.IO client under the path
  serveClient: true,

  // Address

  // address to listen on; 0.0.0.0 is every network (for example "0.0.0.0")
  host: "127.0.0.1",

  // port to listen on; 0 takes any that is free (for example 8080)
  port: 5000,

  // listen on this Unix socket instead of host and port (for example "./sio.sock")
  unixSocket: undefined,

  // where on the server Socket.IO answers (for example "/realtime")
  path: "/socket.io",

  // certificate (PEM) to serve https and wss with (for example "./cert.pem")
  tlsCert: undefined,

  // private key (PEM) of the certificate (for example "./key.pem")
  tlsKey: undefined,

  // certificates (PEM) of the authorities that issued it, if its file lacks them (for example "./ca.pem")
  tlsCa: undefined,

  // passphrase of the private key (for example "correct horse")
  tlsPassphrase: undefined,

  // Access

  // origins whose pages may connect besides the server's own; * is all (for example ["https://example.com"])
  cors: [],

  // let pages of those origins send cookies
  corsCredentials: false,

  // name of a cookie that keeps a client on one server behind a load balancer (for example "io")
  cookie: undefined,

  // Protocol

  // what carries the connections; auto takes the fastest that is installed and can do what is asked (one of auto, uws, bun, eiows, ws)
  engine: "auto",

  // ways in which clients may connect (at least one of polling, websocket)
  transports: ["polling", "websocket"],

  // let a client change from polling to a better transport
  allowUpgrades: true,

  // accept clients of Socket.IO 2
  allowEIO3: false,

  // time between heartbeats (for example "10s")
  pingInterval: "25s",

  // time to answer a heartbeat before the client counts as gone (for example "5s")
  pingTimeout: "20s",

  // time to join a namespace before the connection is closed (for example "10s")
  connectTimeout: "45s",

  // largest message that a client may send (for example "5mb")
  maxHttpBufferSize: "1mb",

  // compress the answers of polling
  httpCompression: true,

  // compress WebSocket messages; costs memory and time for each client
  perMessageDeflate: false,

  // send what is written to a client at one moment in one piece, which costs the system less
  joinWrites: true,

  // smallest message that is compressed (for example "10kb")
  compressionThreshold: "1kib",

  // how messages are written; clients need the same (default, msgpack, a path that begins with "." or "/", or the name of a package)
  parser: "default",

  // how long a lost client may come back to its rooms and missed messages; 0 is off (for example "2m")
  connectionStateRecovery: 0,

  // Output

  // how much is logged (one of trace, debug, info, warn, error, silent)
  logLevel: "info",

  // how it is logged; json is one object a line (one of pretty, json)
  logFormat: "pretty",

  // log the connections of the engine and each packet with what it carries, at the level debug
  engineLog: false,

  // start without the banner
  quiet: false,

  // open the page in the browser
  open: false,

  // Watching

  // put changed handlers in force when a file is saved; clients stay connected
  watch: false,

  // more files and folders to watch, besides those that the handlers import (for example ["./templates/**"])
  watchInclude: [],

  // files and folders whose changes count for nothing (for example ["./generated"])
  watchIgnore: [],

  // let --watch be used in production
  allowWatchInProduction: false,

  // let sio reload reach this server, through a Unix socket that is this user's alone
  adminSocket: false,

  // Process

  // time that running handlers have to finish when the server stops (for example "30s")
  shutdownTimeout: "10s",

  // Conflicts

  // conflicts that count for nothing, by the ids that sio doctor shows (for example ["C09"])
  doctorIgnore: [],

  // start in spite of conflicts that are fatal
  force: false,
});
