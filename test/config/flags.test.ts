import { Command, CommanderError } from "commander";
import { expect, test } from "vitest";
import { addOptionFlags, flagLayer } from "../../src/cli/flags.ts";
import { helpLayout } from "../../src/cli/help.ts";
import { flagOf, variableOf } from "../../src/config/option.ts";
import { groups, optionNames } from "../../src/config/options.ts";
import { resolveConfig } from "../../src/config/resolve.ts";

test.each([
  { name: "port", flag: "--port", variable: "SIO_PORT" },
  { name: "pingInterval", flag: "--ping-interval", variable: "SIO_PING_INTERVAL" },
  { name: "maxHttpBufferSize", flag: "--max-http-buffer-size", variable: "SIO_MAX_HTTP_BUFFER_SIZE" },
  { name: "allowEIO3", flag: "--allow-eio3", variable: "SIO_ALLOW_EIO3" },
])("$name is $flag and $variable", ({ name, flag, variable }) => {
  expect([flagOf(name), variableOf(name)]).toEqual([flag, variable]);
});

test("every setting stands under exactly one heading", () => {
  expect(groups.flatMap(({ names }) => names)).toEqual(optionNames);
});

test("absent flags stay absent", () => {
  expect(Object.values(parse([]).values).filter((value) => value !== undefined)).toEqual([]);
});

test.each([
  { args: ["--no-http-compression"], given: { httpCompression: false } },
  { args: ["--http-compression"], given: { httpCompression: true } },
  { args: ["-q", "-p", "80"], given: { quiet: true, port: 80 } },
  { args: ["--allow-eio3"], given: { allowEIO3: true } },
  {
    args: ["--cors", "https://a.example", "--cors", "https://b.example,http://c.example"],
    given: { cors: ["https://a.example", "https://b.example", "http://c.example"] },
  },
  { args: ["/handlers.ts", "--transports=websocket"], given: { handlers: "/handlers.ts", transports: ["websocket"] } },
  { args: ["--ping-interval", "10s", "/h.ts"], given: { pingInterval: 10_000, handlers: "/h.ts" } },
])("$args is understood", ({ args, given }) => {
  expect(resolveConfig([parse(args)]).config).toMatchObject(given);
});

test("a wrong value is told with its flag", () => {
  expect(() => resolveConfig([parse(["--port", "99999"])])).toThrow(
    '--port must be a whole number from 0 to 65535, or auto, not "99999".',
  );
});

test("--help all lists every flag under its heading", () => {
  let help = "";
  const asked = command()
    .configureHelp({ ...helpLayout, helpWidth: 200 })
    .configureOutput({
      writeOut: (text) => {
        help += text;
      },
    });
  expect(() => asked.parse(["--help", "all"], { from: "user" })).toThrow(CommanderError);
  expect(help).toMatchInlineSnapshot(`
    "Usage: sio-serve [options] [handlers]

    Application:
      --namespaces <names>                namespaces that clients may join besides those with handlers; * is all
      --[no-]async-handlers               start the handler of a client's next event while the last one still runs (default: true)
      --[no-]always-connect               let a client in before its connect handler has run, and send it away if refused
      --[no-]manage-session               give each client a session of its own; off, handlers write the HTTP session itself (default: true)
      --static <path>                     folder whose files are served to browsers
      --[no-]serve-client                 serve the browser's Socket.IO client under the path (default: true)

    Address:
      -H, --host <name>                   address to listen on; 0.0.0.0 is every network (default: 127.0.0.1)
      -p, --port <number|auto>            port to listen on; auto is 5000 or the next that is free, 0 any (default: 5000)
      --unix-socket <path>                listen on this Unix socket instead of host and port
      --path <path>                       where on the server Socket.IO answers (default: /socket.io)
      --[no-]https                        serve https with a certificate made for development, of which browsers warn
      --tls-cert <path>                   certificate (PEM) to serve https and wss with
      --tls-key <path>                    private key (PEM) of the certificate
      --tls-ca <path>                     certificates (PEM) of the authorities that issued it, if its file lacks them
      --tls-passphrase <text>             passphrase of the private key

    Access:
      --cors <origins>                    other origins whose pages may connect; * is all
      --[no-]cors-credentials             let pages of those origins send cookies
      --cookie <name>                     name of a cookie that keeps a client on one server behind a load balancer
      --trust-proxy <addresses>           proxies whose X-Forwarded headers are believed: their addresses, loopback, uniquelocal, or how many there are

    Protocol:
      --engine <name>                     what carries the connections; auto takes the fastest that is installed and can do what is asked (auto, uws, bun, eiows, ws; default: auto)
      --transports <names>                ways in which clients may connect (default: polling, websocket)
      --[no-]allow-upgrades               let a client change from polling to a better transport (default: true)
      --[no-]allow-eio3                   accept clients of Socket.IO 2
      --ping-interval <time>              time between heartbeats (default: 25s)
      --ping-timeout <time>               time to answer a heartbeat before the client counts as gone (default: 20s)
      --connect-timeout <time>            time to join a namespace before the connection is closed (default: 45s)
      --max-http-buffer-size <size>       largest message that a client may send (default: 1mb)
      --[no-]http-compression             compress the answers of polling (default: true)
      --[no-]per-message-deflate          compress WebSocket messages; costs memory and time for each client
      --[no-]join-writes                  send what is written to a client at one moment in one piece, and keep less for each WebSocket (default: true)
      --compression-threshold <size>      smallest message that is compressed (default: 1kib)
      --parser <name>                     how messages are written; clients need the same (default: default)
      --connection-state-recovery <time>  how long a lost client may come back to its rooms and missed messages; 0 is off

    Many servers:
      --adapter <url>                     broker by which many servers act as one
      --channel <name>                    servers hear only those of the same channel of the same broker (default: sio)
      --[no-]require-adapter              do not start without the broker: give it 10 s

    Flask-SocketIO queue:
      --queue <url>                       message queue of Flask-SocketIO, whose events reach the clients of this server
      --queue-channel <name>              channel of the queue; python-socketio without Flask has its own: socketio (default: flask-socketio)
      --queue-dialect <name>              how a list in an event of the queue is read: as its arguments, or as one (python-socketio 5.14.2 to 5.15.0) (auto, 5.15.0; default: auto)
      --[no-]queue-accept-pickle          read what python-socketio before 5.14 writes; only data, code in it is refused
      --[no-]queue-publish                send what this server broadcasts to the queue, for the clients of Python servers

    Output:
      --log-level <name>                  how much is logged (trace, debug, info, warn, error, silent; default: info)
      --log-format <name>                 how it is logged; json is one object a line (pretty, json; default: pretty)
      --[no-]engine-log                   log the connections of the engine and each packet with what it carries, at the level debug
      -q, --[no-]quiet                    start without the banner
      --[no-]open                         open the page in the browser
      --[no-]qr                           show the address on the network as a QR code, for phones

    Watching:
      -w, --[no-]watch                    put changed handlers in force when a file is saved; clients stay connected
      --watch-include <paths>             more files and folders to watch, besides those that the handlers import
      --watch-ignore <paths>              files and folders whose changes count for nothing
      --[no-]allow-watch-in-production    let --watch be used in production
      --[no-]admin-socket                 let sio reload reach this server, through a Unix socket that is this user's alone

    Process:
      --mode <name>                       which .env files are read, and what a config function is told (default: development)
      --shutdown-timeout <time>           time that running handlers have to finish when the server stops (default: 10s)

    Health:
      --[no-]health                       answer GET /healthz, whether it lives, and GET /readyz, whether to send it clients (default: true)
      --drain-delay <time>                time between /readyz saying no and the port closing, for load balancers to notice

    Admin port:
      --admin-port <number>               port for programs that send events, POST /emit, or ask for figures, GET /stats
      --admin-host <name>                 address of the admin port (default: 127.0.0.1)
      --admin-token <text>                what programs must send with each request to the admin port

    Workers:
      --workers <number|auto>             how many processes serve; auto is one on each processor (default: 1)

    Conflicts:
      --doctor-ignore <ids>               conflicts that count for nothing, by the ids that sio doctor shows
      --[no-]force                        start in spite of conflicts that are fatal

    Sources of settings:
      -c, --config <file>                 config file instead of the nearest sio.config.* or .siorc
      --env-file <file>                   one more .env file, stronger than the others
      --no-env-file                       read no .env file
    "
  `);
});

function command(): Command {
  const made = new Command("sio-serve").exitOverride().configureOutput({ writeErr: () => {} });
  addOptionFlags(made);
  return made;
}

function parse(args: readonly string[]) {
  return flagLayer(command().parse(args, { from: "user" }), "/");
}
