import type { Writable } from "node:stream";

/** The part of the package `ws` that takes a WebSocket's bytes apart: a stream that is written to. */
export interface Receiving {
  readonly _receiver?: Partial<Writable> | null;
}

/**
 * Lets a WebSocket of the package `ws` read what comes without a stream's bookkeeping in between. It takes every piece apart before it
 * returns, as long as nothing is compressed, so nothing has to wait or to be counted.
 */
export function readDirectly({ _receiver: receiver }: Receiving): void {
  if (typeof receiver?._write !== "function") return;
  receiver.write = function write(this: Writable, piece: Buffer) {
    this._write(piece, "buffer" as BufferEncoding, (error) => {
      if (error) this.destroy(error);
    });
    return true;
  } as Writable["write"];
}
