import { clearTimeout, setTimeout } from "node:timers";

/** The promise's value; rejects with what `late` makes if it has not settled after `ms` milliseconds. Fake timers do not stop it. */
export async function within<T>(ms: number, promise: PromiseLike<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}
