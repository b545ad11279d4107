import { expect, test } from "vitest";
import { type Layer, objectLayer } from "../../src/config/layer.ts";
import { optionNames, options } from "../../src/config/options.ts";
import { type CheckSettings, resolveConfig, type Settings } from "../../src/config/resolve.ts";
import { variableLayer } from "../../src/config/variables.ts";
import { SioError } from "../../src/errors.ts";

test("without layers every setting is the table's default", () => {
  const { config, origin } = resolveConfig([]);
  expect(config).toEqual(Object.fromEntries(optionNames.map((name) => [name, options[name].default])));
  expect(new Set(Object.values(origin))).toEqual(new Set(["default"]));
});

test("the last layer that gives a setting wins, and names it", () => {
  const { config, origin } = resolveConfig([
    objectLayer({ port: 1, host: "weak" }, "/"),
    variables({ SIO_PORT: "2" }),
    objectLayer({ port: undefined }, "/"),
  ]);
  expect(config).toMatchObject({ port: 2, host: "weak" });
  expect(origin).toMatchObject({ port: "SIO_PORT", host: "host", path: "default" });
});

test("relative paths start at the folder of their layer", () => {
  const layers = [
    objectLayer({ static: "public", tlsCert: "a.pem" }, "/one"),
    objectLayer({ tlsKey: "b.pem" }, "/two"),
  ];
  const { config } = resolveConfig(layers);
  expect(config).toMatchObject({ static: "/one/public", tlsCert: "/one/a.pem", tlsKey: "/two/b.pem" });
});

test("one mistake is the message", () => {
  expect(refusal([variables({ SIO_PORT: "80a" })])).toMatchInlineSnapshot(
    `"[config] SIO_PORT must be a whole number from 0 to 65535, or auto, not "80a"."`,
  );
});

test("all mistakes are told at once, values and names alike", () => {
  const file = { port: 99_999, prot: 1, transport: ["polling"], logLevel: "inof", zzz: 1, mode: "test" };
  expect(refusal([lateLayer(file), variables({ SIO_QUIET: "perhaps" })])).toMatchInlineSnapshot(`
    "[config] 7 settings are wrong.
      port in sio.config.ts must be a whole number from 0 to 65535, or auto, not 99999.
      logLevel in sio.config.ts must be one of trace, debug, info, warn, error, silent, not "inof". Did you mean "info"?
      SIO_QUIET must be true or false, not "perhaps".
      prot in sio.config.ts is not a setting. Did you mean "port"?
      transport in sio.config.ts is not a setting. Did you mean "transports"?
      zzz in sio.config.ts is not a setting.
      mode in sio.config.ts comes too late: it says which files are read. Use --mode or SIO_MODE."
  `);
});

test("each kind says what it expects", () => {
  const wrong = Object.fromEntries(optionNames.map((name) => [name, Symbol.iterator]));
  expect(refusal([objectLayer(wrong, "/")])).toMatchInlineSnapshot(`
    "[config] 63 settings are wrong.
      handlers must be a path, not Symbol(Symbol.iterator).
      namespaces must be names such as /admin, or "*" for all, not Symbol(Symbol.iterator).
      asyncHandlers must be true or false, not Symbol(Symbol.iterator).
      alwaysConnect must be true or false, not Symbol(Symbol.iterator).
      manageSession must be true or false, not Symbol(Symbol.iterator).
      static must be a path, not Symbol(Symbol.iterator).
      serveClient must be true or false, not Symbol(Symbol.iterator).
      host must be the name or address of this machine, without scheme or port, not Symbol(Symbol.iterator).
      port must be a whole number from 0 to 65535, or auto, not Symbol(Symbol.iterator).
      unixSocket must be a path, not Symbol(Symbol.iterator).
      path must be a path that begins with "/", not Symbol(Symbol.iterator).
      https must be true or false, not Symbol(Symbol.iterator).
      tlsCert must be a path, not Symbol(Symbol.iterator).
      tlsKey must be a path, not Symbol(Symbol.iterator).
      tlsCa must be a path, not Symbol(Symbol.iterator).
      tlsPassphrase must be text.
      cors must be origins such as https://example.com, or "*" for all, not Symbol(Symbol.iterator).
      corsCredentials must be true or false, not Symbol(Symbol.iterator).
      cookie must be the name of a cookie, not Symbol(Symbol.iterator).
      trustProxy must be addresses or subnets such as 10.0.0.0/8, any of loopback, linklocal, uniquelocal, or how many proxies there are; never everybody, since clients could then make up their address, not Symbol(Symbol.iterator).
      engine must be one of auto, uws, bun, eiows, ws, not Symbol(Symbol.iterator).
      transports must be at least one of polling, websocket, not Symbol(Symbol.iterator).
      allowUpgrades must be true or false, not Symbol(Symbol.iterator).
      allowEIO3 must be true or false, not Symbol(Symbol.iterator).
      pingInterval must be a time such as 500ms, 10s or 2m, from 100ms to 24d, not Symbol(Symbol.iterator).
      pingTimeout must be a time such as 500ms, 10s or 2m, from 100ms to 24d, not Symbol(Symbol.iterator).
      connectTimeout must be a time such as 500ms, 10s or 2m, from 100ms to 24d, not Symbol(Symbol.iterator).
      maxHttpBufferSize must be a size such as 64kb, 1mb or 5000 bytes, at least 1, not Symbol(Symbol.iterator).
      httpCompression must be true or false, not Symbol(Symbol.iterator).
      perMessageDeflate must be true or false, not Symbol(Symbol.iterator).
      joinWrites must be true or false, not Symbol(Symbol.iterator).
      compressionThreshold must be a size such as 64kb, 1mb or 5000 bytes, not Symbol(Symbol.iterator).
      parser must be default, msgpack, a path that begins with "." or "/", or the name of a package, not Symbol(Symbol.iterator).
      connectionStateRecovery must be a time such as 500ms, 10s or 2m, from 0 to 24d, not Symbol(Symbol.iterator).
      adapter must be the URL of a broker, such as redis://127.0.0.1:6379; it begins with redis, rediss, redis+cluster, rediss+cluster, valkey, valkeys, nats, nats+tls, amqp, amqps, postgres, postgresql, mongodb, mongodb+srv, not Symbol(Symbol.iterator).
      channel must be letters, digits, and any of . _ -, not Symbol(Symbol.iterator).
      requireAdapter must be true or false, not Symbol(Symbol.iterator).
      queue must be the URL of a queue, such as redis://127.0.0.1:6379; it begins with redis, rediss, amqp, amqps, not Symbol(Symbol.iterator).
      queueChannel must be the name of a channel, not Symbol(Symbol.iterator).
      queueDialect must be one of auto, 5.15.0, not Symbol(Symbol.iterator).
      queueAcceptPickle must be true or false, not Symbol(Symbol.iterator).
      queuePublish must be true or false, not Symbol(Symbol.iterator).
      logLevel must be one of trace, debug, info, warn, error, silent, not Symbol(Symbol.iterator).
      logFormat must be one of pretty, json, not Symbol(Symbol.iterator).
      engineLog must be true or false, not Symbol(Symbol.iterator).
      quiet must be true or false, not Symbol(Symbol.iterator).
      open must be true or false, not Symbol(Symbol.iterator).
      qr must be true or false, not Symbol(Symbol.iterator).
      watch must be true or false, not Symbol(Symbol.iterator).
      watchInclude must be paths or patterns such as ./data or ./src/**/*.graphql, not Symbol(Symbol.iterator).
      watchIgnore must be paths or patterns such as ./data or ./src/**/*.graphql, not Symbol(Symbol.iterator).
      allowWatchInProduction must be true or false, not Symbol(Symbol.iterator).
      adminSocket must be true or false, not Symbol(Symbol.iterator).
      mode must be a word such as production, other than "local", not Symbol(Symbol.iterator).
      shutdownTimeout must be a time such as 500ms, 10s or 2m, from 0 to 24d, not Symbol(Symbol.iterator).
      health must be true or false, not Symbol(Symbol.iterator).
      drainDelay must be a time such as 500ms, 10s or 2m, from 0 to 24d, not Symbol(Symbol.iterator).
      adminPort must be a whole number from 1 to 65535, not Symbol(Symbol.iterator).
      adminHost must be the name or address of this machine, without scheme or port, not Symbol(Symbol.iterator).
      adminToken must be 16 or more letters, digits and signs, without spaces.
      workers must be a whole number from 1 to 1024, or auto, not Symbol(Symbol.iterator).
      doctorIgnore must be ids of rules such as C09, not Symbol(Symbol.iterator).
      force must be true or false, not Symbol(Symbol.iterator)."
  `);
});

test("what was given is quoted as it was, and cut short where it is long", () => {
  const given = { port: () => 1, path: "x".repeat(200), quiet: {}, host: null, cors: [1, 2], pingTimeout: "" };
  expect(refusal([objectLayer(given, "/")])).toMatchInlineSnapshot(`
    "[config] 6 settings are wrong.
      host must be the name or address of this machine, without scheme or port, not null.
      port must be a whole number from 0 to 65535, or auto, not a function.
      path must be a path that begins with "/", not "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx….
      cors must be origins such as https://example.com, or "*" for all, not [1, 2].
      pingTimeout must be a time such as 500ms, 10s or 2m, from 100ms to 24d, not "".
      quiet must be true or false, not {}."
  `);
});

test("a secret is quoted nowhere", () => {
  expect(refusal([objectLayer({ tlsPassphrase: 123_456, port: "x" }, "/")])).not.toContain("123");
});

test("what a check of the settings together finds is told with the other mistakes, and not beside a wrong value", () => {
  const check = ({ config: { port } }: Settings) => [{ message: `${port} is odd.`, hint: "Take another." }];
  const told = (values: object) => refusal([objectLayer(values, "/")], check);
  expect(told({ port: 1 })).toBe("[config] 1 is odd.\n→ Take another.");
  expect(told({ port: 1, zzz: 1 })).toMatchInlineSnapshot(`
    "[config] 2 settings are wrong.
      zzz is not a setting.
      1 is odd.
        → Take another."
  `);
  expect(told({ port: "x" })).not.toContain("odd");
});

test("names that every object has are no settings", () => {
  expect(refusal([objectLayer({ constructor: 1, toString: 2 } as object, "/")])).toMatchInlineSnapshot(`
    "[config] 2 settings are wrong.
      constructor is not a setting.
      toString is not a setting."
  `);
});

function variables(env: Record<string, string>): Layer {
  return variableLayer(env, { folder: "/", describe: (variable) => variable, late: false });
}

function lateLayer(values: Record<string, unknown>): Layer {
  return { values, folder: "/", late: true, nameOf: (name) => `${name} in sio.config.ts` };
}

function refusal(layers: readonly Layer[], check?: CheckSettings): string {
  try {
    resolveConfig(layers, check);
  } catch (error) {
    expect(error).toBeInstanceOf(SioError);
    const { code, message, detail, hint } = error as SioError;
    return [`[${code}] ${message}`, detail, hint && `→ ${hint}`].filter(Boolean).join("\n");
  }
  throw new Error("the settings were accepted");
}
