import { AsyncResource } from "node:async_hooks";
import { Duplex } from "node:stream";

/**
 * Creates a connection that never leaves the process, as TCP would give it: what is written to one end is read at the other, in order
 * and with back pressure, and both ending and destroying reach the other end. Each end hands on what it reads in the async context that
 * it was made in, never in the writer's.
 *
 * @param within runs what makes the far end, so that its context can be another's
 */
export function createWire(within: <T>(make: () => T) => T): { readonly near: WireEnd; readonly far: WireEnd } {
  const near = new WireEnd();
  const far = within(() => new WireEnd());
  near.other = far;
  far.other = near;
  return { near, far };
}

type Done = (error?: Error | null) => void;

/** One end of a wire. */
export class WireEnd extends Duplex {
  /** Whoever is at the other end is in this process, and so on this machine. */
  readonly remoteAddress = "127.0.0.1";
  /** The other end; there from the start for all but {@link createWire}. */
  other: WireEnd | undefined;
  readonly #context = new AsyncResource("WireEnd");
  #writerGoesOn: Done | undefined;

  constructor() {
    super();
    // Nothing that is written from then on could arrive.
    this.once("end", () => {
      if (this.other?.destroyed) this.destroy();
    });
  }

  override _read(): void {
    const goOn = this.#writerGoesOn;
    this.#writerGoesOn = undefined;
    goOn?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.other?.receive(chunk, done);
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: Done): void {
    this.other?.receive(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: Done): void {
    this.other?.receive(null, done);
  }

  override _destroy(error: Error | null, done: Done): void {
    const { other } = this;
    if (other?.readableEnded) process.nextTick(() => other.destroy());
    else if (!this.writableFinished) other?.receive(null, () => {});
    this._read();
    done(error);
  }

  /**
   * Takes what the other end wrote, `null` for its end. That happens a moment later, as on a real connection: whoever writes is never
   * interrupted by what it causes. `done` is called once there is room for more.
   */
  receive(chunk: Buffer | null, done: Done): void {
    process.nextTick(() => this.#context.runInAsyncScope(() => this.#take(chunk, done)));
  }

  #take(chunk: Buffer | null, done: Done): void {
    if (this.destroyed) done(chunk && Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    else if (this.push(chunk) || chunk === null) done();
    else this.#writerGoesOn = done;
  }
}
