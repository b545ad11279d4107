/** The part of `Bun` that serves: https://bun.com/reference/bun/serve */
export interface BunRuntime {
  /** Throws the system's error if it cannot listen. */
  serve(options: BunServeOptions): BunServer;
}

/** What is served, and where. */
export type BunServeOptions = BunAddress & {
  readonly fetch: (request: Request, server: BunServer) => Promise<Response>;
  readonly websocket: BunWebSocketOptions;
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer; readonly ca?: Buffer; readonly passphrase?: string };
  readonly development: boolean;
  readonly reusePort: boolean;
  /** In bytes. */
  readonly maxRequestBodySize: number;
};

type BunAddress = { readonly hostname: string; readonly port: number } | { readonly unix: string };

/** What all WebSockets of a server have in common. */
export interface BunWebSocketOptions {
  open(ws: BunWebSocket): void;
  message(ws: BunWebSocket, message: string | Buffer): void;
  drain(ws: BunWebSocket): void;
  close(ws: BunWebSocket, code: number, reason: string): void;
  /** In bytes; a connection with a longer message is cut. */
  readonly maxPayloadLength: number;
  /** In bytes; what is sent while more than this waits is dropped. */
  readonly backpressureLimit: number;
  /** In seconds, 0 for none. */
  readonly idleTimeout: number;
  readonly sendPings: boolean;
  readonly perMessageDeflate: boolean;
}

/** A server of Bun's that listens. */
export interface BunServer {
  readonly port?: number;
  requestIP(request: Request): { readonly address: string } | null;
  /** Answers a request for a WebSocket; `open` has been called when it returns. */
  upgrade(request: Request, options: { readonly headers?: Headers; readonly data: unknown }): boolean;
  /** How long a request may be silent; 0 for ever. */
  timeout(request: Request, seconds: number): void;
  /** Frees the port; with `closeActive`, ends all connections too. */
  stop(closeActive: boolean): unknown;
}

/** A WebSocket of Bun's. */
export interface BunWebSocket {
  readonly readyState: number;
  /** What was given when it was upgraded. */
  readonly data: unknown;
  /** The bytes sent; -1 if they wait for a slow reader, 0 if they are lost. */
  send(data: string | Uint8Array, compress: boolean): number;
  close(code?: number, reason?: string): void;
}

/** Bun, which MUST be what runs this process. */
export function bunRuntime(): BunRuntime {
  return (globalThis as unknown as { readonly Bun: BunRuntime }).Bun;
}
