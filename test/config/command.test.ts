import { expect, test } from "vitest";
import { optionNames } from "../../src/config/options.ts";
import { project, runConfig } from "./project.ts";

test("prints every setting under its heading, with its value and origin", async () => {
  const cwd = await project({
    ".env": "SIO_TLS_PASSPHRASE=swordfish\nSIO_TLS_CERT=/c.pem",
    ".siorc": "pingInterval: 30s\ntlsKey: /k.pem",
  });
  const run = {
    cwd,
    env: { PORT: "8080" },
    args: ["--cors", "https://a.example,https://b.example", "--no-http-compression"],
  };
  const { stdout, stderr } = await runConfig(run);
  expect(stderr).toBe("");
  expect(stdout).toMatchInlineSnapshot(`
    "Application
      handlers                 none                                  default
      namespaces               none                                  default
      asyncHandlers            true                                  default
      alwaysConnect            false                                 default
      manageSession            true                                  default
      static                   none                                  default
      serveClient              true                                  default

    Address
      host                     127.0.0.1                             default
      port                     8080                                  PORT
      unixSocket               none                                  default
      path                     /socket.io                            default
      https                    false                                 default
      tlsCert                  /c.pem                                SIO_TLS_CERT in .env (line 2)
      tlsKey                   /k.pem                                tlsKey in .siorc (line 2)
      tlsCa                    none                                  default
      tlsPassphrase            ********                              SIO_TLS_PASSPHRASE in .env (line 1)

    Access
      cors                     https://a.example, https://b.example  --cors
      corsCredentials          false                                 default
      cookie                   none                                  default
      trustProxy               none                                  default

    Protocol
      engine                   auto                                  default
      transports               polling, websocket                    default
      allowUpgrades            true                                  default
      allowEIO3                false                                 default
      pingInterval             30s                                   pingInterval in .siorc (line 1)
      pingTimeout              20s                                   default
      connectTimeout           45s                                   default
      maxHttpBufferSize        1mb                                   default
      httpCompression          false                                 --no-http-compression
      perMessageDeflate        false                                 default
      joinWrites               true                                  default
      compressionThreshold     1kib                                  default
      parser                   default                               default
      connectionStateRecovery  0                                     default

    Many servers
      adapter                  none                                  default
      channel                  sio                                   default
      requireAdapter           false                                 default

    Flask-SocketIO queue
      queue                    none                                  default
      queueChannel             flask-socketio                        default
      queueDialect             auto                                  default
      queueAcceptPickle        false                                 default
      queuePublish             false                                 default

    Output
      logLevel                 info                                  default
      logFormat                pretty                                default
      engineLog                false                                 default
      quiet                    false                                 default
      open                     false                                 default
      qr                       false                                 default

    Watching
      watch                    false                                 default
      watchInclude             none                                  default
      watchIgnore              none                                  default
      allowWatchInProduction   false                                 default
      adminSocket              false                                 default

    Process
      mode                     development                           default
      shutdownTimeout          10s                                   default

    Health
      health                   true                                  default
      drainDelay               0                                     default

    Admin port
      adminPort                none                                  default
      adminHost                127.0.0.1                             default
      adminToken               none                                  default

    Workers
      workers                  1                                     default

    Conflicts
      doctorIgnore             none                                  default
      force                    false                                 default
    "
  `);
});

test("--json prints an object of every setting, paths absolute, times and sizes in numbers", async () => {
  const { stdout } = await runConfig({ cwd: await project(), args: ["--json", "--ping-interval", "2m"] });
  const printed = JSON.parse(stdout);
  expect(Object.keys(printed)).toEqual(optionNames);
  expect(printed).toMatchObject({
    pingInterval: { value: 120_000, origin: "--ping-interval" },
    maxHttpBufferSize: { value: 1_000_000, origin: "default" },
    cookie: { value: null, origin: "default" },
  });
});

test("a secret is masked in both forms", async () => {
  const cwd = await project();
  const run = { cwd, args: ["--tls-cert=c", "--tls-key=k"], env: { SIO_TLS_PASSPHRASE: "swordfish" } };
  const table = await runConfig(run);
  const json = await runConfig({ ...run, args: [...run.args, "--json"] });
  expect(table.stdout).toMatch(/tlsPassphrase +\*{8} +SIO_TLS_PASSPHRASE\n/);
  expect(JSON.parse(json.stdout).tlsPassphrase.value).toBe("********");
  expect(table.stdout + json.stdout).not.toContain("swordfish");
});

test("mistakes of all sources are told at once", async () => {
  const cwd = await project({ ".siorc": "prot: 1\nquiet: perhaps", ".env": "SIO_PATH=nowhere" });
  const run = runConfig({ cwd, env: { SIO_PORT: "80a" }, args: ["--log-level", "loud"] });
  await expect(run).rejects.toMatchObject({ code: "config", message: "5 settings are wrong." });
  const { detail } = await run.catch((error) => error);
  expect(detail).toMatchInlineSnapshot(`
    "  SIO_PORT must be a whole number from 0 to 65535, or auto, not "80a".
      SIO_PATH in .env (line 1) must be a path that begins with "/", not "nowhere".
      --log-level must be one of trace, debug, info, warn, error, silent, not "loud".
      quiet in .siorc (line 2) must be true or false, not "perhaps".
      prot in .siorc (line 1) is not a setting. Did you mean "port"?"
  `);
});
