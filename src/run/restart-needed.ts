/**
 * The handlers cannot be swapped in place, and nothing was: a restart is needed, for a reason that is no mistake of anybody's.
 */
export class RestartNeeded extends Error {
  override readonly name = "RestartNeeded";
  /** Why, as the end of a sentence: `native.ts has declined to be swapped`. */
  readonly reason: string;

  constructor(reason: string) {
    super(`A restart is needed: ${reason}.`);
    this.reason = reason;
  }
}
