import { WebSocketServer } from "ws";
import { answer, everybody, open } from "./raw-packets.mjs";

/** @type {Map<string, Set<import("ws").WebSocket>>} */
const topics = new Map();

new WebSocketServer({ host: "127.0.0.1", port: Number(process.env.PORT) }).on("connection", (socket) => {
  const join = (/** @type {string} */ topic) => {
    const members = topics.get(topic) ?? new Set();
    topics.set(topic, members.add(socket));
    socket.on("close", () => members.delete(socket));
  };
  const client = { send: (/** @type {string} */ packet) => socket.send(packet), join, publish };
  join(everybody);
  socket.on("message", (bytes) => answer(bytes.toString(), client));
  socket.send(open);
});

/**
 * @param {string} topic
 * @param {string} packet
 */
function publish(topic, packet) {
  // Made once for all, as Socket.IO does.
  const bytes = Buffer.from(packet);
  for (const member of topics.get(topic) ?? []) member.send(bytes, { binary: false });
}
