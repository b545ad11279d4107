import type { Writable } from "node:stream";

/** A WebSocket of the package `ws`, with its own stream that takes apart what comes. */
export interface Receiving {
  readonly _receiver?: Partial<Receiver> | null;
}

interface Receiver extends Writable {
  /** What it waits for: 0 is the next frame. */
  readonly _state: number;
  /** Of the frame that it reads; kept, with all that the system delivered along with it, until the next one comes. */
  _mask: Buffer | undefined;
}

const nextFrame = 0;

/**
 * Lets a WebSocket of the package `ws` read what comes without a stream's bookkeeping in between: it takes every piece apart before it
 * returns, as long as nothing is compressed, so nothing has to wait or to be counted. A client that says nothing keeps nothing of what it
 * said last.
 */
export function readDirectly({ _receiver: receiver }: Receiving): void {
  if (typeof receiver?._write === "function") receiver.write = write as Writable["write"];
}

function write(this: Receiver, piece: Buffer): boolean {
  this._write(piece, "buffer" as BufferEncoding, (error) => {
    if (error) this.destroy(error);
  });
  if (this._state === nextFrame) this._mask = undefined;
  return true;
}
