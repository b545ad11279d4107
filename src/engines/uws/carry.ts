import type { WebSocket } from "uWebSockets.js";
import type { Cargo, OpenEngine } from "../engine.ts";
import { attach, type UserData } from "./attach.ts";
import { exchange } from "./exchange.ts";
import { Gate } from "./gate.ts";
import type { Library, NativeApp } from "./library.ts";
import { type Listening, listen } from "./listen.ts";
import { publishThrough } from "./publish.ts";
import { KeptRequest } from "./request.ts";
import { endSlowReaders } from "./slow-readers.ts";
import { surviveAbort } from "./survive-abort.ts";

/** Carries Socket.IO, and the routes beside it, on an app of uWebSockets.js. */
export function carry({ io, tls, routes, door, siblings }: Cargo, library: Library): OpenEngine {
  const app = (tls
    ? library.SSLApp({
        cert_file_name: tls.certFile,
        key_file_name: tls.keyFile,
        ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
      })
    : library.App()) as unknown as NativeApp;
  const gate = new Gate();
  const open = new Set<WebSocket<UserData>>();
  const encrypted = tls !== undefined;
  attach(io, { app, gate, encrypted, open });
  publishThrough(app, io);
  app.any("/*", (response, request) => {
    const kept = new KeptRequest(request, response, encrypted);
    surviveAbort(response);
    gate.pass(() => exchange(response, kept, routes));
  });

  const leaveAlone = endSlowReaders(open);
  let listening: Listening | undefined;
  let closed: Promise<void> | undefined;
  const close = async () => {
    listening?.close();
    leaveAlone();
    await io.close();
    for (const socket of open) socket.close();
    app.close();
  };
  return {
    // The library asks Linux to share its ports.
    door: { listener: app, shared: process.platform === "linux", leave: () => listening?.close() },
    endsOversized: true,
    async listen(address) {
      listening = await listen(app, library, { address, door, siblings });
      return listening.address;
    },
    accept: () => gate.open(),
    stopAccepting: () => {
      // What waits in the system for this process is lost with its socket, and no other gets it: just after events were handled, nothing does.
      if (siblings) setImmediate(() => listening?.close());
      else listening?.close();
    },
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
