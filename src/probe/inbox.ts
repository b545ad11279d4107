/** Keeps what arrives until someone asks for it. */
export interface Inbox<T> {
  put(item: T): void;
  /** The oldest that nobody took; `undefined` if there is none in time. One at a time may wait. */
  take(timeoutMs: number): Promise<T | undefined>;
}

export function createInbox<T>(): Inbox<T> {
  const items: T[] = [];
  let waiting: ((item: T | undefined) => void) | undefined;
  return {
    put(item) {
      if (waiting) waiting(item);
      else items.push(item);
    },
    take(timeoutMs) {
      if (items.length > 0) return Promise.resolve(items.shift());
      return new Promise((resolve) => {
        const settle = (item: T | undefined) => {
          clearTimeout(timer);
          waiting = undefined;
          resolve(item);
        };
        const timer = setTimeout(settle, timeoutMs, undefined);
        waiting = settle;
      });
    },
  };
}
