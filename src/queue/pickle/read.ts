import { Refused } from "../refused.ts";
import { opcodes, stop } from "./opcodes.ts";
import { Stack } from "./stack.ts";

/**
 * Reads what a pickle says as data: `Map` for a dict, an array for a list, {@link Tuple} for a tuple, `Buffer` for bytes. It knows the
 * opcodes that data is made of and no other, so that nothing is ever looked up, called or built: a pickle that asks for it is refused.
 *
 * @throws Refused for any other opcode, and for a pickle that is cut off or too large
 * @see https://github.com/python/cpython/blob/main/Lib/pickletools.py
 */
export function readPickle(bytes: Buffer): unknown {
  const stack = new Stack(bytes);
  for (;;) {
    const code = stack.byte();
    if (code === stop) return stack.pop();
    const opcode = opcodes[code];
    if (!opcode) throw new Refused("is a pickle that holds more than data");
    opcode(stack);
  }
}
