/**
 * Where players are at any moment, made of snapshots that come now and then. It shows what was `delayMs` ago: by then there is a snapshot
 * before and one after that moment, and every place between them can be computed.
 */
export function createMotion(delayMs) {
  let snapshots = [];
  // How far this clock is ahead of the server's, going by the snapshot that was quickest to arrive.
  let ahead = Number.POSITIVE_INFINITY;

  return {
    /** Takes the bytes of a snapshot; see snapshot.ts for what is in them. */
    take(bytes, now) {
      const view = new DataView(bytes);
      const time = view.getUint32(0);
      const places = new Map();
      for (let at = 4; at < view.byteLength; at += 6) {
        places.set(view.getUint16(at), { x: view.getUint16(at + 2), y: view.getUint16(at + 4) });
      }
      ahead = Math.min(ahead + 0.1, now - time);
      snapshots = [...snapshots, { time, places }].slice(-20);
    },

    /** The place of each player at a moment of this clock, by id. */
    at(now) {
      const time = now - ahead - delayMs;
      const next = snapshots.findIndex((snapshot) => snapshot.time > time);
      if (next < 1) return snapshots.at(next)?.places ?? new Map();
      const [from, to] = snapshots.slice(next - 1, next + 1);
      const part = (time - from.time) / (to.time - from.time);
      return new Map([...to.places].map(([id, place]) => [id, between(from.places.get(id) ?? place, place, part)]));
    },

    /** Forgets everything, as when the server has started anew. */
    clear() {
      snapshots = [];
      ahead = Number.POSITIVE_INFINITY;
    },
  };
}

function between(from, to, part) {
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
