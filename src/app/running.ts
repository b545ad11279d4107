/** What is being handled right now, for a drain that waits for it and names what it waits for. */
export interface Running {
  readonly event: string;
  readonly namespace: string;
  /** The client whose event it is. */
  readonly sid: string;
  /** Resolves when it is done, whether well or not. */
  readonly settled: PromiseLike<void>;
}

/** Whether a handler's result settles later. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}

/** Waits for a handler's promise, and lets a drain see that it is still going. What it returns never rejects. */
export function track(
  running: Set<Running>,
  { event, namespace, sid }: Omit<Running, "settled">,
  promise: PromiseLike<unknown>,
): PromiseLike<void> {
  const done = () => {
    running.delete(entry);
  };
  const entry: Running = { event, namespace, sid, settled: promise.then(done, done) };
  running.add(entry);
  return entry.settled;
}
