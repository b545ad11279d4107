import { describe, expect, test } from "vitest";
import { isOptionName, options } from "../../src/config/options.ts";
import * as api from "../../src/index.ts";
import * as testing from "../../src/testing.ts";
import { project, runConfig } from "../config/project.ts";

/** What a program imports, as docs/migrating-from-flask-socketio.md names it. */
const functions = [
  "ackWith",
  "call",
  "closeRoom",
  "ConnectionRefusedError",
  "defineConfig",
  "disconnect",
  "DisconnectedError",
  "emit",
  "emitWithAck",
  "event",
  "except",
  "joinRoom",
  "leaveRoom",
  "Namespace",
  "on",
  "onError",
  "onErrorDefault",
  "onEvent",
  "onNamespace",
  "rooms",
  "send",
  "sendJson",
  "sleep",
  "SocketIO",
  "startBackgroundTask",
  "stop",
  "timeout",
  "TimeoutError",
  "to",
];
const objects = ["app", "io", "nsp", "request", "session", "socket"];

test.each(functions)("%s is exported", (name) => {
  expect(api).toHaveProperty(name, expect.any(Function));
});

test.each(objects)("%s is exported", (name) => {
  // Most of them stand for what there is while an event is handled, and refuse to be looked into elsewhere.
  expect(typeof (api as Record<string, unknown>)[name]).toBe("object");
});

test.each([
  "attach",
  "closeRoom",
  "emit",
  "event",
  "except",
  "of",
  "on",
  "onError",
  "onErrorDefault",
  "onEvent",
  "onNamespace",
  "run",
  "send",
  "sendJson",
  "startBackgroundTask",
  "stop",
  "to",
])("an application has %s", (name) => {
  expect(new api.SocketIO()).toHaveProperty(name, expect.any(Function));
});

test.each([
  "call",
  "closeRoom",
  "disconnect",
  "emit",
  "joinRoom",
  "leaveRoom",
  "rooms",
  "send",
  "sendJson",
  "to",
  "triggerEvent",
])("a Namespace has %s", (name) => {
  expect(new api.Namespace("/x")).toHaveProperty(name, expect.any(Function));
});

test.each(["sid", "namespace", "event", "query", "headers", "auth", "address", "raw"])("request has %s", (name) => {
  expect(name in api.request).toBe(true);
});

test("testServer is exported for tests", () => {
  expect(testing).toHaveProperty("testServer", expect.any(Function));
});

/** The settings that Flask-SocketIO has, by our names, each with a value that is not its default. */
const settings: Readonly<Record<string, { readonly flag: string; readonly variable: string; readonly key: unknown }>> =
  {
    allowUpgrades: { flag: "--no-allow-upgrades", variable: "false", key: false },
    alwaysConnect: { flag: "--always-connect", variable: "true", key: true },
    asyncHandlers: { flag: "--no-async-handlers", variable: "false", key: false },
    compressionThreshold: { flag: "--compression-threshold=2kib", variable: "2kib", key: "2kib" },
    cookie: { flag: "--cookie=io", variable: "io", key: "io" },
    cors: { flag: "--cors=https://a.example", variable: "https://a.example", key: ["https://a.example"] },
    corsCredentials: { flag: "--cors-credentials", variable: "true", key: true },
    engineLog: { flag: "--engine-log", variable: "true", key: true },
    host: { flag: "--host=0.0.0.0", variable: "0.0.0.0", key: "0.0.0.0" },
    httpCompression: { flag: "--no-http-compression", variable: "false", key: false },
    logFormat: { flag: "--log-format=json", variable: "json", key: "json" },
    logLevel: { flag: "--log-level=debug", variable: "debug", key: "debug" },
    manageSession: { flag: "--no-manage-session", variable: "false", key: false },
    maxHttpBufferSize: { flag: "--max-http-buffer-size=2mb", variable: "2mb", key: 2_000_000 },
    namespaces: { flag: "--namespaces=/a,/b", variable: "/a,/b", key: ["/a", "/b"] },
    parser: { flag: "--parser=msgpack", variable: "msgpack", key: "msgpack" },
    path: { flag: "--path=/io", variable: "/io", key: "/io" },
    pingInterval: { flag: "--ping-interval=10s", variable: "10s", key: 10_000 },
    pingTimeout: { flag: "--ping-timeout=5s", variable: "5s", key: 5_000 },
    port: { flag: "--port=8080", variable: "8080", key: 8_080 },
    static: { flag: "--static=public", variable: "public", key: "public" },
    tlsCert: { flag: "--tls-cert=c.pem", variable: "c.pem", key: "c.pem" },
    tlsKey: { flag: "--tls-key=k.pem", variable: "k.pem", key: "k.pem" },
    transports: { flag: "--transports=websocket", variable: "websocket", key: ["websocket"] },
  };
const names = Object.keys(settings);
const variableOf = (name: string) => `SIO_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

describe("every setting of the model can be given", () => {
  const flags = names.map((name) => settings[name]?.flag ?? "");
  const env = Object.fromEntries(names.map((name) => [variableOf(name), settings[name]?.variable ?? ""]));
  const file = JSON.stringify(Object.fromEntries(names.map((name) => [name, settings[name]?.key])));

  test.each([
    { as: "a flag", run: { args: flags }, files: {} },
    { as: "a variable", run: { env }, files: {} },
    { as: "a key of the config file", run: {}, files: { "sio.config.json": file } },
  ])("as $as", async ({ run, files }) => {
    const { stdout } = await runConfig({
      cwd: await project(files),
      args: [...(run.args ?? []), "--json"],
      env: run.env ?? {},
    });
    const told = JSON.parse(stdout) as Record<string, { value: unknown; origin: string }>;
    expect(names.filter((name) => told[name]?.origin === "default")).toEqual([]);
    const unchanged = names.filter((name) => isOptionName(name) && told[name]?.value === options[name].default);
    expect(unchanged).toEqual([]);
  });
});
