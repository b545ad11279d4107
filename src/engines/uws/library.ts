import type { App, SSLApp, TemplatedApp, us_listen_socket_close, us_socket_local_port } from "uWebSockets.js";

/** What is used of uWebSockets.js. */
export interface Library {
  readonly App: typeof App;
  readonly SSLApp: typeof SSLApp;
  readonly us_listen_socket_close: typeof us_listen_socket_close;
  readonly us_socket_local_port: typeof us_socket_local_port;
  readonly LIBUS_LISTEN_EXCLUSIVE_PORT: number;
}

/** An app, with what all releases have and the types of some leave out. */
export interface NativeApp extends Omit<TemplatedApp, "listen" | "listen_unix"> {
  // biome-ignore lint/complexity/useMaxParams: the library's own
  listen(host: string, port: number, options: number, done: (token: Token | false) => void): unknown;
  listen_unix(done: (token: Token | false) => void, path: string): unknown;
  /** Cuts every connection. */
  close(): unknown;
}

/** A listening socket. */
export type Token = Parameters<typeof us_listen_socket_close>[0];
