/** A restart was undone, since the new handlers failed: the server of before was made again, and its clients come back. */
export class RestartUndone extends Error {
  override readonly name = "RestartUndone";

  /** @param cause why the new handlers failed */
  constructor(cause: unknown) {
    super("A restart was undone.", { cause });
  }
}
