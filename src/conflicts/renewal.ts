import { isBelow } from "../lib/version.ts";
import type { Fix } from "./finding.ts";
import type { Inventory } from "./inventory.ts";

/** How to bring a package that the server runs on to a version that fits: away with what forces another, or the newest of all. */
export function renewal(inventory: Inventory, name: string): readonly Fix[] {
  const [forced] = inventory.forced(name);
  if (forced) return [{ say: `Take "${name}" out of ${forced.where}, and install again.` }];
  const server = inventory.serving("socket.io");
  const update = [...(askedByEngine.includes(name) ? ["engine.io"] : []), name];
  if (server && inventory.loaded("socket.io") === server) {
    // What it asked for before 4.8 leaves out the newest versions.
    const add = isBelow(server.version, "4.8.0") ? ["socket.io@4"] : [];
    return [{ change: { ...(add.length > 0 && { add }), update }, safe: true }];
  }
  if (inventory.declared("sio-serve").length > 0) return [{ change: { update }, safe: true }];
  return [{ say: "Run the newest version of this server: npx sio-serve@latest." }];
}

/** What engine.io asks for, by ranges that allow one minor version. */
const askedByEngine = ["ws", "cookie"];
