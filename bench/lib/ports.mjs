import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** @returns {Promise<number>} below the range from which the kernel takes the ports of outgoing connections */
export async function freePort() {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
  throw new Error("No port from 20000 to 29999 is free.");
}

/** @param {number} port */
async function isFree(port) {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
