import { describe, expect, test } from "vitest";
import { type OptionName, optionNames, options } from "../../src/config/options.ts";
import { showValue } from "../../src/config/show.ts";

const understood: readonly [OptionName, unknown, unknown][] = [
  ["port", 8080, 8080],
  ["port", "8080", 8080],
  ["port", 0, 0],
  ["port", 65_535, 65_535],
  ["pingInterval", 10_000, 10_000],
  ["pingInterval", "10000", 10_000],
  ["pingInterval", "500ms", 500],
  ["pingInterval", "10s", 10_000],
  ["pingInterval", "1.5 s", 1_500],
  ["pingInterval", "2M", 120_000],
  ["pingInterval", "1h", 3_600_000],
  ["shutdownTimeout", 0, 0],
  ["maxHttpBufferSize", "1mb", 1_000_000],
  ["maxHttpBufferSize", "1MiB", 1_048_576],
  ["maxHttpBufferSize", "0.29kb", 290],
  ["maxHttpBufferSize", "5000", 5_000],
  ["connectionStateRecovery", true, 120_000],
  ["connectionStateRecovery", "true", 120_000],
  ["connectionStateRecovery", false, 0],
  ["connectionStateRecovery", "30s", 30_000],
  ["quiet", true, true],
  ["quiet", "YES", true],
  ["quiet", "1", true],
  ["quiet", "off", false],
  ["logLevel", "debug", "debug"],
  ["transports", "websocket", ["websocket"]],
  ["transports", "polling, websocket", ["polling", "websocket"]],
  ["transports", ["polling", "polling"], ["polling"]],
  ["namespaces", "admin,/chat", ["/admin", "/chat"]],
  ["namespaces", ["/admin", "*"], "*"],
  ["namespaces", [], []],
  ["cors", "*", "*"],
  ["cors", "https://A.example:443/", ["https://a.example"]],
  ["cors", ["http://localhost:3000", "null"], ["http://localhost:3000", "null"]],
  ["cors", "capacitor://localhost", ["capacitor://localhost"]],
  ["host", "0.0.0.0", "0.0.0.0"],
  ["host", "::1", "::1"],
  ["path", "/realtime/", "/realtime/"],
  ["static", "public", "/project/public"],
  ["static", "/srv/public", "/srv/public"],
  ["static", null, undefined],
  ["cookie", "io", "io"],
  ["parser", "msgpack", "msgpack"],
  ["parser", "./parser.ts", "/project/parser.ts"],
  ["parser", "@scope/parser", "@scope/parser"],
  ["mode", "production", "production"],
];

test.each(understood)("%s takes %j", (name, raw, value) => {
  expect(options[name].kind.read(raw, "/project")).toEqual({ value });
});

const refused: readonly [OptionName, unknown][] = [
  ["port", "80a"],
  ["port", "8e3"],
  ["port", 80.5],
  ["port", -1],
  ["port", 65_536],
  ["port", Number.NaN],
  ["port", true],
  ["port", null],
  ["pingInterval", "10 parsecs"],
  ["pingInterval", "5constructor"],
  ["pingInterval", "-10s"],
  ["pingInterval", 99],
  ["pingInterval", 0.5],
  ["pingInterval", "25d"],
  ["pingInterval", true],
  ["maxHttpBufferSize", 0],
  ["maxHttpBufferSize", "big"],
  ["quiet", "perhaps"],
  ["quiet", "constructor"],
  ["quiet", 1],
  ["logLevel", "loud"],
  ["transports", []],
  ["transports", "carrier-pigeon"],
  ["transports", { polling: true }],
  ["namespaces", "a b"],
  ["namespaces", [1]],
  ["cors", "localhost:3000"],
  ["cors", "https://example.com/page"],
  ["cors", "https://*.example.com"],
  ["cors", { origin: "*" }],
  ["cors", true],
  ["host", "http://localhost"],
  ["host", "localhost:80"],
  ["path", "socket.io"],
  ["path", "/a?b"],
  ["static", 5],
  ["cookie", "a b"],
  ["parser", "./a b"],
  ["mode", "local"],
  ["mode", "../secrets"],
];

test.each(refused)("%s refuses %j", (name, raw) => {
  expect(options[name].kind.read(raw, "/project")).toBeUndefined();
});

describe.each(optionNames)("%s", (name) => {
  const { kind, default: value, example } = options[name];

  test("understands its own example", () => {
    expect(kind.read(example, "/project")).toBeDefined();
  });

  test("reads back the text that it shows its default as", () => {
    const shown = showValue(name, value);
    if (shown !== "none") expect(kind.read(shown, "/project")).toEqual({ value });
  });

  test("says its help in one line without a full stop", () => {
    expect(options[name].help).toMatch(/^[^\n]*[^.\n]$/);
  });
});
