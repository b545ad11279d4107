import type { App, SSLApp, TemplatedApp, us_listen_socket_close, us_socket_local_port } from "uWebSockets.js";

/** What is used of uWebSockets.js. */
export interface Library {
  readonly App: typeof App;
  readonly SSLApp: typeof SSLApp;
  readonly us_listen_socket_close: typeof us_listen_socket_close;
  readonly us_socket_local_port: typeof us_socket_local_port;
}

/** An app, with what all releases have and the types of some leave out. */
export interface NativeApp extends Omit<TemplatedApp, "listen" | "listen_unix"> {
  listen(host: string, port: number, done: (token: Token | false) => void): unknown;
  listen_unix(done: (token: Token | false) => void, path: string): unknown;
  /** Cuts every connection. */
  close(): unknown;
}

/** A listening socket. */
export type Token = Parameters<typeof us_listen_socket_close>[0];
