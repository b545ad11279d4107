import { limits } from "../limits.ts";
import { Refused } from "../refused.ts";

/** What Python calls a tuple. */
export class Tuple {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

/** The machine that a pickle is a program for: a stack, marks in it, and values that were put aside. */
export class Stack {
  readonly #bytes: Buffer;
  #at = 0;
  #values: unknown[] = [];
  readonly #marked: unknown[][] = [];
  readonly #memo = new Map<number, unknown>();
  #pushed = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The next byte of the program. */
  byte(): number {
    return this.take(1).readUInt8();
  }

  /** The next bytes of the program. */
  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new Refused("is a pickle that is cut off");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  push(value: unknown): void {
    if (++this.#pushed > limits.items) throw new Refused(`is a pickle of more than ${limits.items} values`);
    this.#values.push(value);
  }

  /** Takes the topmost value. */
  pop(): unknown {
    if (this.#values.length === 0) throw broken();
    return this.#values.pop();
  }

  /** The topmost value, which must be of a kind. */
  top<Kind>(kind: abstract new (...args: never[]) => Kind): Kind {
    const value = this.#values.at(-1);
    if (!(value instanceof kind)) throw broken();
    return value;
  }

  mark(): void {
    if (++this.#pushed > limits.items) throw new Refused(`is a pickle of more than ${limits.items} values`);
    this.#marked.push(this.#values);
    this.#values = [];
  }

  /** Takes all values since the last mark. */
  popMarked(): unknown[] {
    const values = this.#values;
    const below = this.#marked.pop();
    if (!below) throw broken();
    this.#values = below;
    return values;
  }

  /** Puts the topmost value aside, under the next free number unless one is given. */
  keep(number = this.#memo.size): void {
    if (this.#values.length === 0) throw broken();
    this.#memo.set(number, this.#values.at(-1));
  }

  /** Gets back what was put aside. */
  recall(number: number): void {
    if (!this.#memo.has(number)) throw broken();
    this.push(this.#memo.get(number));
  }
}

function broken(): Refused {
  return new Refused("is a pickle that makes no sense");
}
