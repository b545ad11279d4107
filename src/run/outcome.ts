import type { OptionName } from "../config/options.ts";
import type { Started } from "./start.ts";

/** What came of a request. */
export type Outcome =
  /** The server listens for the first time. */
  | { readonly kind: "started"; readonly started: Started }
  /** New handlers are in force, and everybody is still connected. */
  | { readonly kind: "reloaded"; readonly changed: readonly string[]; readonly ms: number; readonly sockets: number }
  /** The server was made anew; its clients come back by themselves. */
  | { readonly kind: "restarted"; readonly why: string; readonly ms: number; readonly started: Started }
  /** Settings are in force that need no restart. */
  | { readonly kind: "adjusted"; readonly names: readonly OptionName[] }
  /** Nothing was done: there was nothing to do, or the server stops. */
  | { readonly kind: "unchanged" }
  /** What was in force still is; where a restart was undone for it, its clients come back. */
  | { readonly kind: "failed"; readonly error: unknown; readonly undone?: boolean };
