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

  // port to listen on; auto is 5000 or the next that is free, 0 any (for example 8080)
  port: 5000,

  // listen on this Unix socket instead of host and port (for example "./sio.sock")
  unixSocket: undefined,

  // where on the server Socket.IO answers (for example "/realtime")
  path: "/socket.io",

  // serve https with a certificate made for development, of which browsers warn
  https: false,

  // certificate (PEM) to serve https and wss with (for example "./cert.pem")
  tlsCert: undefined,

  // private key (PEM) of the certificate (for example "./key.pem")
  tlsKey: undefined,

  // certificates (PEM) of the authorities that issued it, if its file lacks them (for example "./ca.pem")
  tlsCa: undefined,

  // passphrase of the private key (for example "correct horse")
  tlsPassphrase: undefined,

  // Access

  // other origins whose pages may connect; * is all (for example ["https://example.com"])
  cors: [],

  // let pages of those origins send cookies
  corsCredentials: false,

  // name of a cookie that keeps a client on one server behind a load balancer (for example "io")
  cookie: undefined,

  // proxies whose X-Forwarded headers are believed: their addresses, loopback, uniquelocal, or how many there are (for example ["loopback", "10.0.0.0/8"])
  trustProxy: [],

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

  // send what is written to a client at one moment in one piece, and keep less for each WebSocket
  joinWrites: true,

  // smallest message that is compressed (for example "10kb")
  compressionThreshold: "1kib",

  // how messages are written; clients need the same (default, msgpack, a path that begins with "." or "/", or the name of a package)
  parser: "default",

  // how long a lost client may come back to its rooms and missed messages; 0 is off (for example "2m")
  connectionStateRecovery: 0,

  // Many servers

  // broker by which many servers act as one (for example "redis://127.0.0.1:6379")
  adapter: undefined,

  // servers hear only those of the same channel of the same broker (for example "staging")
  channel: "sio",

  // do not start without the broker: give it 10 s
  requireAdapter: false,

  // Flask-SocketIO queue

  // message queue of Flask-SocketIO, whose events reach the clients of this server (for example "redis://127.0.0.1:6379")
  queue: undefined,

  // channel of the queue; python-socketio without Flask has its own: socketio (for example "socketio")
  queueChannel: "flask-socketio",

  // how a list in an event of the queue is read: as its arguments, or as one (python-socketio 5.14.2 to 5.15.0) (one of auto, 5.15.0)
  queueDialect: "auto",

  // read what python-socketio before 5.14 writes; only data, code in it is refused
  queueAcceptPickle: false,

  // send what this server broadcasts to the queue, for the clients of Python servers
  queuePublish: false,

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

  // show the address on the network as a QR code, for phones
  qr: false,

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

  // Health

  // answer GET /healthz, whether it lives, and GET /readyz, whether to send it clients
  health: true,

  // time between /readyz saying no and the port closing, for load balancers to notice (for example "5s")
  drainDelay: 0,

  // Admin port

  // port for programs that send events, POST /emit, or ask for figures, GET /stats (for example 5001)
  adminPort: undefined,

  // address of the admin port (for example "10.0.0.5")
  adminHost: "127.0.0.1",

  // what programs must send with each request to the admin port (for example "from-openssl-rand-hex-32")
  adminToken: undefined,

  // Workers

  // how many processes serve; auto is one on each processor (for example "auto")
  workers: 1,

  // Conflicts

  // conflicts that count for nothing, by the ids that sio doctor shows (for example ["C09"])
  doctorIgnore: [],

  // start in spite of conflicts that are fatal
  force: false,
});
