const spent = new WeakMap<object, Map<string, unknown>>();

/** Notes that a `once` listener of plain code has fired on an emitter, and what for. */
export function spend(emitter: object, name: string, first: unknown): void {
  const names = spent.get(emitter) ?? new Map<string, unknown>();
  spent.set(emitter, names.set(name, first));
}

/** Whether the `once` listener of that name has fired on an emitter, in this version of the code or one before. */
export function isSpent(emitter: object, name: string): boolean {
  return spent.get(emitter)?.has(name) ?? false;
}

/** What it fired for: the first argument of the event. */
export function spentOn(emitter: object, name: string): unknown {
  return spent.get(emitter)?.get(name);
}
