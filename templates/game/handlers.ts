import { app, ConnectionRefusedError, emit, nsp, on, request, sleep, startBackgroundTask } from "sio-serve";
import { encode } from "./snapshot.ts";
import { crystals, enter, leave, players, rules, step } from "./world.ts";

const tickMs = 50;

on("connect", (auth: { name?: unknown }) => {
  const name = typeof auth.name === "string" ? auth.name.trim() : "";
  if (name.length < 1 || name.length > 16) throw new ConnectionRefusedError("A name has 1 to 16 characters.");
  const { id } = enter(request.sid, name);
  emit("welcome", { id, rules, tickMs });
  // nsp waits until the caller has been let in, so that the caller hears of it too.
  nsp.emit("board", board());
});

// The page only says where it steers; where that leads is the server's business.
on("steer", (dx: unknown, dy: unknown) => {
  const player = players.get(request.sid);
  if (!player || typeof dx !== "number" || typeof dy !== "number") return;
  const length = Math.hypot(dx, dy);
  if (Number.isFinite(length)) player.steer = length > 1 ? [dx / length, dy / length] : [dx, dy];
});

on("disconnect", () => {
  leave(request.sid);
  nsp.emit("board", board());
});

// Ends when this file is saved, and its new version starts another; also when the server stops.
startBackgroundTask(async function ticks(signal) {
  let last = performance.now();
  for (;;) {
    await sleep(tickMs, signal);
    const now = performance.now();
    const hasCaught = step((now - last) / 1000);
    last = now;
    if (players.size === 0) continue;
    // Volatile: a client that cannot take this one now is better off with the next.
    app.of("/").volatile.emit("snapshot", encode(now, players.values()));
    if (hasCaught) app.emit("board", board());
  }
});

/** What changes now and then, unlike places. */
function board() {
  return { players: [...players.values()].map(({ id, name, score }) => ({ id, name, score })), crystals: crystals() };
}
