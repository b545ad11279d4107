import type { Player } from "./world.ts";

const headBytes = 4;
const playerBytes = 6;

/**
 * Where everybody is, as bytes: the time in ms as a 32-bit number, then for each player id, x and y as 16-bit numbers. Six bytes for a
 * player are a tenth of what JSON would take, twenty times a second for everybody.
 */
export function encode(time: number, players: Iterable<Player>): Uint8Array {
  const all = [...players];
  const view = new DataView(new ArrayBuffer(headBytes + all.length * playerBytes));
  view.setUint32(0, time);
  for (const [index, { id, x, y }] of all.entries()) {
    const start = headBytes + index * playerBytes;
    view.setUint16(start, id);
    view.setUint16(start + 2, Math.round(x));
    view.setUint16(start + 4, Math.round(y));
  }
  return new Uint8Array(view.buffer);
}
