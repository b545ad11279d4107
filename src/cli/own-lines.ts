import { fileURLToPath } from "node:url";

/**
 * A stack down to the last line of the user's code: what called that is Node.js, Socket.IO and this package, on every error the same. A stack
 * without such a line stays whole.
 */
export function ownLines(stack: string): string {
  const lines = stack.split("\n");
  const last = lines.findLastIndex(isOwn);
  return last === -1 ? stack : lines.slice(0, last + 1).join("\n");
}

/** Where this package is, as stacks name it. */
const here = new URL(".", import.meta.url).href;
const others: readonly (string | RegExp)[] = [here, fileURLToPath(here), /[\\/]node_modules[\\/]/, /\(node:|at node:/];

function isOwn(line: string): boolean {
  if (!/^\s+at .*[\\/]/.test(line)) return false;
  return !others.some((other) => (typeof other === "string" ? line.includes(other) : other.test(line)));
}
