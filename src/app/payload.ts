/** How deep lists and objects of a client's arguments may be nested. */
export const deepestPayload = 64;

/** What is wrong with what a client sent, or `undefined` for what may reach a handler. */
export function payloadFault(args: readonly unknown[]): string | undefined {
  for (const arg of args) {
    const fault = faultOf(arg, deepestPayload);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOf(value: unknown, depth: number): string | undefined {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    return undefined;
  if (depth === 0) return `it is nested more than ${deepestPayload} levels deep`;
  if (Array.isArray(value)) {
    for (const item of value) {
      const fault = faultOf(item, depth - 1);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    if (reachesPrototype(key, inner)) return `it has the key "${key}"`;
    const fault = faultOf(inner, depth - 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Code that merges objects carelessly would change the prototype of all objects by these. */
function reachesPrototype(key: string, value: unknown): boolean {
  if (key === "__proto__") return true;
  return key === "constructor" && typeof value === "object" && value !== null && Object.hasOwn(value, "prototype");
}
