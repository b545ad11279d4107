/** How much may be on its way, in bytes, before more is let go: what a server needs while its Redis hangs. */
const backlogBytes = 32 * 1024 * 1024;

type Ask = (...args: readonly unknown[]) => Promise<unknown>;

/** Makes what bounds how much of the arguments of commands, all together, waits for Redis. A command beyond that is rejected. */
export function createBacklog(): (ask: Ask) => Ask {
  let onTheWay = 0;
  return (ask) =>
    async (...args) => {
      const bytes = sizeOf(args);
      if (onTheWay + bytes > backlogBytes) throw new Error("Redis does not read.");
      onTheWay += bytes;
      try {
        return await ask(...args);
      } finally {
        onTheWay -= bytes;
      }
    };
}

/** About how many bytes a value takes: that of texts is near enough. */
function sizeOf(value: unknown): number {
  if (typeof value === "string" || value instanceof Uint8Array) return value.length;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + sizeOf(part), 0);
}
