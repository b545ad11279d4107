/** Makes a queue in which each begins when the one before has ended, well or not. */
export function inTurn(): <T>(begin: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (begin) => {
    const mine = last.then(begin);
    last = mine.catch(() => {});
    return mine;
  };
}
