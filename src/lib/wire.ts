import { AsyncResource } from "node:async_hooks";
import { Duplex, type DuplexOptions } from "node:stream";

/** The two ends of a connection that never leaves the process. */
export interface Wire {
  readonly near: WireEnd;
  readonly far: WireEnd;
}

/**
 * Creates a connection as TCP would give it: what is written to one end is read at the other, in order and with back pressure; ending and
 * destroying reach the other end. Each end hands on what it reads in the async context that it was made in, never in the writer's.
 *
 * @param within runs what makes the far end, so that its context can be another's
 */
export function createWire(within: <T>(make: () => T) => T = (make) => make()): Wire {
  const near = new WireEnd();
  const far = within(() => new WireEnd());
  near.peer = far;
  far.peer = near;
  return { near, far };
}

type Done = (error?: Error | null) => void;

/** One end of a {@link Wire}. */
export class WireEnd extends Duplex {
  /** Where a server sees the other end: what stays in the process comes from this machine. */
  readonly remoteAddress = "127.0.0.1";
  peer: WireEnd | undefined;
  readonly #context = new AsyncResource("Wire");
  #resumeWriter: Done | undefined;

  constructor(options?: DuplexOptions) {
    super(options);
    // The other end is gone: nothing that is written from now on could arrive.
    this.once("end", () => this.peer?.destroyed && this.destroy());
  }

  override _read(): void {
    const resume = this.#resumeWriter;
    this.#resumeWriter = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.peer?.#deliver(chunk, done);
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: Done): void {
    this.peer?.#deliver(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: Done): void {
    this.peer?.#deliver(null, () => {});
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    const { peer } = this;
    if (peer?.readableEnded) process.nextTick(() => peer.destroy());
    else if (!this.writableFinished) peer?.#deliver(null, () => {});
    this._read();
    done(error);
  }

  /** Later, as a real connection does: whoever writes is never interrupted by what that causes at the other end. */
  #deliver(chunk: Buffer | null, done: Done): void {
    process.nextTick(() => this.#context.runInAsyncScope(() => this.#receive(chunk, done)));
  }

  #receive(chunk: Buffer | null, done: Done): void {
    if (this.destroyed) done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    else if (this.push(chunk)) done();
    else this.#resumeWriter = done;
  }
}
