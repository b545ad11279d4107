import { SocketIO } from "./socketio.ts";

// Two copies of this package do meet (npx beside a local install; a test runner's module graph beside Node's), and what a
// handlers file registers through either belongs to the one application being served.
const key = Symbol.for("sio-serve.app");
const shared = globalThis as { [key]?: SocketIO };
shared[key] ??= new SocketIO();

/**
 * The application being served: what `on(…)` and its kin register with, and the way to reach clients from where no event is being
 * handled (timers, HTTP routes, background work).
 *
 * @example
 * setInterval(() => app.emit("tick", Date.now()), 1_000);
 */
export const app: SocketIO = shared[key];
