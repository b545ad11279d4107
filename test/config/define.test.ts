import { expect, test } from "vitest";
import { defineConfig } from "../../src/config/define.ts";
import type { Config } from "../../src/config/options.ts";

test("defineConfig returns what it is given", () => {
  const config = { port: 80, pingInterval: "10s", cors: ["https://example.com"], static: null };
  expect(defineConfig(config)).toBe(config);
});

test("the types take what the checks take, and nothing else", () => {
  const accepted = [
    defineConfig({ connectionStateRecovery: true, transports: "websocket", namespaces: "*", host: undefined }),
    defineConfig(({ mode, env }) => ({ path: mode, tlsPassphrase: env.KEY })),
    defineConfig(async () => ({ logLevel: "debug" })),
    // @ts-expect-error: a port is a number
    defineConfig({ port: {} }),
    // @ts-expect-error: a name that is no setting
    defineConfig({ prot: 1 }),
    // @ts-expect-error: the mode says which files are read
    defineConfig({ mode: "production" }),
    // @ts-expect-error: not a transport
    defineConfig({ transports: ["pigeon"] }),
  ];
  expect(accepted).toHaveLength(7);
});

test("a checked config has exact types", () => {
  const part = {
    port: 1,
    static: undefined,
    transports: ["polling"],
    cors: "*",
    logFormat: "json",
  } satisfies Partial<Config>;
  // @ts-expect-error: a time is always milliseconds once it is checked
  const wrong: Partial<Config> = { pingInterval: "10s" };
  expect({ ...part, ...wrong }).toBeDefined();
});
