import type { Turn } from "../../engines/engine.ts";

/** Where a worker wants to listen, as its settings have it. */
export interface WantedPlace {
  readonly host: string;
  readonly port: number | "auto";
}

/** Who wants to listen, and hears when it may. */
export interface Listener {
  listen(turn: Turn): void;
}

/** A place, and who is there. */
interface Place extends WantedPlace {
  /** The port that it really has, once somebody has listened. */
  bound: number | undefined;
  /** Who finds out whether it can be had; all others wait for that. */
  first: Listener | undefined;
  readonly waiting: Set<Listener>;
  readonly listening: Set<Listener>;
}

/**
 * Lets workers listen one after the other, until one does, and the others follow it to its port. Those that find a free one must not find
 * several; and where the system lets processes share a port, it cannot tell those of one server from those of another, so that the first makes
 * sure that nobody else is there.
 */
export class Turns {
  readonly #places: Place[] = [];

  /** Gives a worker its turn, at once or when the one before it has listened or failed. It may ask again while it is the first. */
  ask(listener: Listener, wanted: WantedPlace): void {
    const place = this.#at(wanted);
    if (place.first !== listener) {
      place.waiting.add(listener);
      admit(place);
      return;
    }
    // It has found a port taken, and tries the next.
    listener.listen({ port: place.bound, first: true });
  }

  /** A worker listens, on this port if it is one. */
  listens(listener: Listener, port: number | undefined): void {
    for (const place of this.#places) {
      if (place.first !== listener) continue;
      place.first = undefined;
      place.bound = port;
      place.listening.add(listener);
      admit(place);
    }
  }

  /** A worker has ended. */
  gone(listener: Listener): void {
    for (const place of this.#places) {
      place.listening.delete(listener);
      place.waiting.delete(listener);
      if (place.first === listener) place.first = undefined;
      admit(place);
    }
  }

  /** The place that these settings mean: whoever chose its port for itself is also there under the one that it found. */
  #at({ host, port }: WantedPlace): Place {
    const known = this.#places.find((place) => place.host === host && (place.port === port || place.bound === port));
    if (known) return known;
    const place: Place = {
      ...{ host, port },
      ...{ bound: undefined, first: undefined },
      ...{ waiting: new Set(), listening: new Set() },
    };
    this.#places.push(place);
    return place;
  }
}

function admit(place: Place): void {
  const { bound: port, waiting, listening } = place;
  for (const listener of waiting) {
    if (place.first) return;
    waiting.delete(listener);
    if (listening.size === 0) place.first = listener;
    else listening.add(listener);
    listener.listen({ port, first: place.first === listener });
  }
}
