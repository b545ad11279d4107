import { textFrame } from "../frames.mjs";
import { fanOut } from "./fan-out.mjs";

/**
 * The crowd spreads over the rooms; in each, one connection asks for an event to its room, and for the next when all in the room have it.
 *
 * @type {import("./index.mjs").Workload}
 */
export async function rooms(crowd, { rooms: count = 1, payloadBytes }, meter) {
  const lanes = Array.from({ length: count }, (_, number) => {
    const members = crowd.filter((_member, index) => index % count === number);
    return {
      request: (/** @type {string} */ payload) => `42["room","r${number}",${payload}]`,
      asker: members[0],
      members,
    };
  });
  await Promise.all(lanes.flatMap(({ members }, number) => members.map((member) => join(member, `r${number}`))));
  return fanOut(lanes, payloadBytes, meter);
}

/**
 * @param {import("../connection.mjs").Connection} connection
 * @param {string} room
 * @returns {Promise<void>} resolves when the server has acked it
 */
function join(connection, room) {
  return new Promise((resolve, reject) => {
    connection.onPacket = (bytes, start, end) => {
      const packet = bytes.toString("utf8", start, end);
      if (packet.startsWith("430")) return resolve();
      reject(new Error(`The ack of joining a room was to be 430[…], not ${packet}`));
    };
    connection.send(textFrame(`420["join",${JSON.stringify(room)}]`));
  });
}
