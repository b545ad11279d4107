import { expect, test } from "vitest";
import { objectLayer } from "../../src/config/layer.ts";
import { type Config, type OptionName, optionNames } from "../../src/config/options.ts";
import { resolveConfig, type Settings } from "../../src/config/resolve.ts";
import { variableLayer } from "../../src/config/variables.ts";
import { findSettingConflicts, resolveSettings } from "../../src/conflicts/find-settings.ts";
import { settingRules } from "../../src/conflicts/settings.ts";
import { SioError } from "../../src/errors.ts";
import { SocketIO } from "../../src/index.ts";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { serve } from "../_support/server.ts";

const defaults = resolveConfig([]);

/** Settings of which some were chosen. */
function chosen(values: Partial<Config>): Settings {
  const origin = { ...defaults.origin, ...Object.fromEntries(Object.keys(values).map((name) => [name, `--${name}`])) };
  return { config: { ...defaults.config, ...values }, origin };
}

test("the defaults break no rule", () => {
  expect(findSettingConflicts(defaults)).toEqual([]);
});

test.each(settingRules)("$id: its example breaks it and nothing else", ({ id, example, exampleEngine }) => {
  const abilities = exampleEngine && { [defaults.config.engine]: exampleEngine };
  expect(findSettingConflicts(chosen(example), abilities).map((conflict) => conflict.id)).toEqual([id]);
});

test.each(settingRules)("$id: says in sentences what is wrong and what to do", ({ id, example, exampleEngine }) => {
  const abilities = exampleEngine && { [defaults.config.engine]: exampleEngine };
  const [conflict] = findSettingConflicts(chosen(example), abilities);
  expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
  expect(conflict?.say).toMatch(/^\p{Lu}?.*\.$/u);
  expect(conflict?.fix).toMatch(/^\p{Lu}.*\.$/u);
});

test("no two rules have one id", () => {
  expect(new Set(settingRules.map(({ id }) => id)).size).toBe(settingRules.length);
});

/** What looks like a conflict and is none. */
const right: readonly (readonly [what: string, values: Partial<Config>])[] = [
  ["an effect that only a default loses", { transports: ["websocket"] }],
  ["a default engine whose default transports are not all there are", { path: "/" }],
  ["named origins in production", { cors: ["https://example.com"], mode: "production" }],
  ["every origin in development", { cors: "*" }],
  ["cookies for named origins", { cors: ["https://example.com"], corsCredentials: true }],
  ["handlers beside the folder that is served", { static: "/app/public", handlers: "/app/public.ts" }],
  ["watching in production that was insisted on", { watch: true, mode: "production", allowWatchInProduction: true }],
  ["the shortest recovery that helps", { connectionStateRecovery: 1_500 }],
  ["a heartbeat just under a minute", { pingInterval: 59_999 }],
  ["no upgrades, with both transports", { allowUpgrades: false }],
  ["compression of WebSockets alone", { httpCompression: false, perMessageDeflate: true, compressionThreshold: 1 }],
];

test.each(right)("no conflict: %s", (_what, values) => {
  expect(findSettingConflicts(chosen(values))).toEqual([]);
});

test("a capability that an engine lacks counts only where a setting asks for it", () => {
  const abilities = { [defaults.config.engine]: { transports: ["websocket"], cannot: ["httpCompression"] } } as const;
  expect(findSettingConflicts(defaults, abilities)).toEqual([]);
  const asked = chosen({ httpCompression: true });
  expect(findSettingConflicts(asked, abilities).map(({ id }) => id)).toEqual(["engine-http-compression"]);
});

test("a conflict shows the settings with their values and origins", () => {
  expect(refusal({ SIO_TLS_CERT: "/cert.pem" })).toMatchInlineSnapshot(`
    "[config] A certificate is of no use without its private key.
        tlsCert  /cert.pem  SIO_TLS_CERT
        tlsKey   none       default
    → Give the key too: --tls-key FILE. [tls-key]"
  `);
});

test("secrets are not shown", () => {
  expect(refusal({ SIO_TLS_PASSPHRASE: "correct horse" })).not.toContain("horse");
});

test("all conflicts are told at once, with names that are no setting", () => {
  expect(
    refusal({ SIO_TLS_CERT: "/cert.pem", SIO_OPEN: "true", SIO_UNIX_SOCKET: "/x.sock" }, { prot: 1 }),
  ).toMatchInlineSnapshot(`
    "[config] 3 settings are wrong.
      prot is not a setting. Did you mean "port"?
      A certificate is of no use without its private key.
        tlsCert  /cert.pem  SIO_TLS_CERT
        tlsKey   none       default
        → Give the key too: --tls-key FILE. [tls-key]
      A browser cannot open a Unix socket.
        open        true     SIO_OPEN
        unixSocket  /x.sock  SIO_UNIX_SOCKET
        → Leave --open out. [open-unix-socket]"
  `);
});

test("a warning is a line with values and origins, and may be ignored by its id", () => {
  const given = { transports: ["polling"], perMessageDeflate: true };
  expect(resolveSettings([objectLayer(given, "/")]).warnings).toMatchInlineSnapshot(`
    [
      "perMessageDeflate compresses the messages of WebSockets, and there will be none. (perMessageDeflate true, transports polling) Leave it out: the answers of polling are compressed by httpCompression. [deflate-idle]",
    ]
  `);
  expect(resolveSettings([objectLayer({ ...given, doctorIgnore: ["deflate-idle"] }, "/")]).warnings).toEqual([]);
});

test("the command refuses to start with settings that exclude each other: exit status 78", async () => {
  await using folder = await temporaryFolder({ "handlers.js": "export default () => {};" });
  const args = ["handlers.js", "--port", "0", "--cors", "*"];
  const { status, stdout, stderr } = await runCli(args, { cwd: folder.path, env: { SIO_CORS_CREDENTIALS: "yes" } });
  expect({ status, stdout }).toEqual({ status: 78, stdout: "" });
  expect(stderr).toMatchInlineSnapshot(`
    "✖ Browsers send no cookies to a server that allows every origin.
        cors             *     --cors
        corsCredentials  true  SIO_CORS_CREDENTIALS
      → Name the origins: --cors https://example.com. [cors-credentials]
    "
  `);
});

test("the command starts with a warning in its log", async () => {
  await using folder = await temporaryFolder({ "handlers.js": "export default () => {};" });
  const args = ["handlers.js", "--port", "0", "--ping-interval", "2m"];
  await using server = await startCli(args, { cwd: folder.path });
  await expect.poll(server.output).toMatch(/warn .*pingInterval 2m from --ping-interval.* \[ping-proxy\]/);
});

test("a program is refused and warned in the same way", async () => {
  await expect(new SocketIO({ port: 0, tlsCert: "/cert.pem" }).run()).rejects.toThrow("without its private key");
  await using server = await serve(() => {}, { perMessageDeflate: true, transports: ["polling"] });
  expect(server.log).toEqual([
    expect.objectContaining({ level: "warn", message: expect.stringContaining("[deflate-idle]") }),
  ]);
});

test("every setting that a rule shows exists", () => {
  const shown: readonly OptionName[] = settingRules.flatMap(({ about }) => about);
  expect(optionNames).toEqual(expect.arrayContaining([...new Set(shown)]));
});

function refusal(env: Record<string, string>, values: object = {}): string {
  const variables = variableLayer(env, { folder: "/", describe: (variable) => variable, late: false });
  try {
    resolveSettings([objectLayer(values, "/"), variables]);
  } catch (error) {
    expect(error).toBeInstanceOf(SioError);
    const { code, message, detail, hint } = error as SioError;
    return [`[${code}] ${message}`, detail, hint && `→ ${hint}`].filter(Boolean).join("\n");
  }
  throw new Error("the settings were accepted");
}
