import { type ConfigExport, defineConfig, SocketIO, type UserConfig } from "sio-serve";
import { expectTypeOf } from "vitest";

// A config file: settings, or a function of the mode and the environment that returns them, now or later.
expectTypeOf(defineConfig({ port: 8080, pingInterval: "10s", cors: ["https://a.example"] })).toExtend<ConfigExport>();
defineConfig(({ mode, env }) => {
  expectTypeOf(mode).toBeString();
  expectTypeOf(env.HOME).toEqualTypeOf<string | undefined>();
  return { host: mode === "production" ? "0.0.0.0" : "127.0.0.1" };
});
defineConfig(async () => ({ transports: ["websocket"] }));

// @ts-expect-error: no such setting
defineConfig({ prot: 8080 });
// @ts-expect-error: a port is a number
defineConfig({ port: {} });
// @ts-expect-error: not a level
defineConfig(() => ({ logLevel: "loud" }));
// @ts-expect-error: not a transport
defineConfig(async () => ({ transports: ["pigeon"] }));

// An embedded server takes the same settings.
const config: UserConfig = { port: 0 };
new SocketIO({ ...config, maxHttpBufferSize: "5mb" });
// @ts-expect-error: no such setting
new SocketIO({ prot: 0 });
