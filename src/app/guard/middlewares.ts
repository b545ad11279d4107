/** Goes on with the next middleware, or refuses. */
export type Next = (refusal?: unknown) => void;

/** Runs middlewares one after the other, each when the one before it goes on; `done` gets the refusal, if there was one. */
export function runThrough(steps: readonly ((next: Next) => void)[], done: Next): void {
  const [step, ...rest] = steps;
  if (!step) {
    done();
    return;
  }
  step((refusal) => {
    if (refusal) done(refusal);
    else runThrough(rest, done);
  });
}
