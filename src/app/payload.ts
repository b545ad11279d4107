/** How deep lists and objects of a client's arguments may be nested. */
const deepestPayload = 64;

/** How many arguments an event of a client may have. With some 50,000, calling a listener would overflow the stack. */
export const mostArguments = 10_000;

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

/** Why a message cannot carry these values, or `undefined` if it can. */
export function sendingFault(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const flaw = flawOf(value, 0);
    if (flaw) return `${flaw.what}${flaw.path && ` at ${flaw.path}`}`;
  }
  return undefined;
}

/** Kinds of values: what every message carries, and what JSON refuses or, worse, leaves out without a word. */
const kinds: Readonly<Record<string, string | null>> = {
  string: null,
  number: null,
  boolean: null,
  undefined: null,
  function: "there is a function",
  symbol: "there is a symbol",
  bigint: "there is a BigInt, which should be text or a number",
};

/** Nothing that is meant to be sent is as deep; following a cycle soon is. */
const deepestSent = 1_000;
const endless = { what: "it contains itself, or is nested without end", path: "" };

/** What a message cannot carry, and by which keys it is reached. */
interface Flaw {
  readonly what: string;
  readonly path: string;
}

function flawOf(value: unknown, depth: number): Flaw | undefined {
  const kind = kinds[typeof value];
  // Whoever says how a value becomes JSON is believed: a BigInt is fine once it has a toJSON.
  if (kind === null || value === null || typeof (value as { toJSON?: unknown }).toJSON === "function") return undefined;
  if (kind !== undefined) return { what: kind, path: "" };
  if (ArrayBuffer.isView(value)) return undefined;
  if (depth === deepestSent) return endless;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const flaw = flawOf(value[index], depth + 1);
      if (flaw) return within(String(index), flaw);
    }
    return undefined;
  }
  for (const key of Object.keys(value as object)) {
    const flaw = flawOf((value as Record<string, unknown>)[key], depth + 1);
    if (flaw) return within(key, flaw);
  }
  return undefined;
}

/** The way around a cycle would be a thousand steps long, so that flaw stays without one. */
function within(key: string, flaw: Flaw): Flaw {
  return flaw === endless ? flaw : { ...flaw, path: flaw.path ? `${key}.${flaw.path}` : key };
}
