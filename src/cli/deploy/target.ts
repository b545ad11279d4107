import type { Deployment } from "./deployment.ts";

/** A way to run a server where its users are. */
export interface Target {
  /** Whether the server will run on this machine, where files have the places that they have now. */
  readonly here: boolean;
  /**
   * Writes the files, by name. They MUST give every carried variable, MUST NOT contain a secret, MUST let the server have `graceSeconds` to
   * stop, and MUST NOT let it run as root.
   *
   * @throws SioError `usage` if the settings make no sense there
   */
  files(deployment: Deployment): Readonly<Record<string, string>>;
  /** What to do next, a command or a sentence each. */
  next(deployment: Deployment): readonly string[];
}
