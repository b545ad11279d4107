/** What an Engine.IO server says first; the generator connects over WebSocket alone, and never looks at it. */
export const open = `0${JSON.stringify({
  sid: "raw",
  upgrades: [],
  pingInterval: 25_000,
  pingTimeout: 20_000,
  maxPayload: 1_000_000,
})}`;

/** The topic on which everybody hears. */
export const everybody = "everybody";

/**
 * Answers a packet of the load generator by its text alone, as little as a server can do: nothing is parsed as JSON, no session is kept.
 *
 * @param {string} packet
 * @param {object} client
 * @param {(packet: string) => void} client.send to the client itself
 * @param {(topic: string) => void} client.join
 * @param {(topic: string, packet: string) => void} client.publish to everybody who joined
 */
export function answer(packet, { send, join, publish }) {
  if (packet === "40") return send('40{"sid":"raw"}');
  const bracket = packet.indexOf("[");
  const comma = packet.indexOf(",");
  const id = packet.slice(2, bracket);
  const event = packet.slice(bracket + 2, comma - 1);
  const payload = packet.slice(comma + 1, -1);
  if (event === "echo") return send(`43${id}[${payload}]`);
  if (event === "broadcast") return publish(everybody, `42["news",${payload}]`);
  if (event === "join") {
    join(payload);
    return send(`43${id}[]`);
  }
  const end = payload.indexOf(",");
  publish(payload.slice(0, end), `42["news",${payload.slice(end + 1)}]`);
}
