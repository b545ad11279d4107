import type { HttpResponse } from "uWebSockets.js";

/** Where the head of a response ends. */
const endOfHead = "\r\n\r\n";

/** What the library writes by itself, or decides. */
const own: ReadonlySet<string> = new Set(["connection", "content-length", "date", "keep-alive", "transfer-encoding"]);

/** What Node writes as a response, head first, as the library wants to have it. */
export class Answer {
  /** Whether the response is complete or lost, and must not be touched any more. */
  ended = false;
  readonly #native: HttpResponse;
  readonly #isHead: boolean;
  #head: Buffer | undefined = Buffer.alloc(0);
  /** How long the body is, where the response says so. */
  #length: number | undefined;
  #hasBody = true;
  #again: (offset: number) => boolean = () => true;
  #isWatching = false;

  constructor(native: HttpResponse, method: string) {
    this.#native = native;
    this.#isHead = method === "HEAD";
  }

  /** Takes a piece of what Node writes; `done` is called when there is room for more. */
  write(chunk: Buffer, done: () => void): void {
    if (this.ended) done();
    else if (this.#head) this.#writeFirst(this.#head, chunk, done);
    else this.#writeBody(chunk, done);
  }

  /** Takes a piece of the head, which may come with the beginning of the body. */
  #writeFirst(before: Buffer, chunk: Buffer, done: () => void): void {
    const whole = Buffer.concat([before, chunk]);
    const end = whole.indexOf(endOfHead);
    if (end === -1) {
      this.#head = whole;
      done();
      return;
    }
    this.#head = undefined;
    this.#native.cork(() => {
      this.#writeHead(whole.toString("latin1", 0, end).split("\r\n"));
      const body = whole.subarray(end + endOfHead.length);
      if (body.length > 0 || this.#length === 0) this.#writeBody(body, done);
      else done();
    });
  }

  /** Node has written all there is. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.#native.cork(() => {
      if (!this.#isHead && this.#hasBody) this.#native.end();
      else if (this.#length === undefined) this.#native.endWithoutBody();
      else this.#native.endWithoutBody(this.#length);
    });
  }

  /** The client has gone. */
  abort(): void {
    this.ended = true;
  }

  /** Cuts the connection of a response that will not be complete. */
  cut(): void {
    if (this.ended) return;
    this.ended = true;
    this.#native.close();
  }

  #writeHead([statusLine = "", ...lines]: readonly string[]): void {
    const status = statusLine.slice(statusLine.indexOf(" ") + 1);
    this.#hasBody = !/^(?:1\d\d|204|304)/.test(status);
    this.#native.writeStatus(status);
    for (const line of lines) {
      const colon = line.indexOf(":");
      const name = line.slice(0, colon);
      const value = line.slice(colon + 1).trim();
      if (name.toLowerCase() === "content-length") this.#length = Number(value);
      // Node has read the bytes of a header as latin1, and writes them so.
      if (!own.has(name.toLowerCase())) this.#native.writeHeader(name, Buffer.from(value, "latin1"));
    }
  }

  #writeBody(chunk: Buffer, done: () => void): void {
    this.#native.cork(() => {
      if (this.#length === undefined) {
        if (this.#native.write(chunk)) done();
        else this.#wait(() => true, done);
        return;
      }
      const total = this.#length;
      const before = this.#native.getWriteOffset();
      const tryFrom = (offset: number) => {
        const [isWritten, isComplete] = this.#native.tryEnd(chunk.subarray(offset - before), total);
        if (isComplete) this.ended = true;
        return isWritten || isComplete;
      };
      if (tryFrom(before)) done();
      else this.#wait(tryFrom, done);
    });
  }

  /** Tries again when there is room, with how much of the body was written; then it is done. */
  #wait(again: (offset: number) => boolean, done: () => void): void {
    this.#again = (offset) => {
      if (!again(offset)) return false;
      this.#again = () => true;
      done();
      return true;
    };
    if (this.#isWatching) return;
    // The library forgets a listener that is set while the one before is called.
    this.#isWatching = true;
    this.#native.onWritable((offset) => this.#again(offset));
  }
}
