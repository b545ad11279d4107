import type { Config } from "../config/options.ts";
import type { Address, OpenEngine, SiblingProcesses } from "../engines/engine.ts";

/** Where the settings want a server to listen; with the port `auto`, the first that is free. */
export type Wanted =
  | Exclude<Address, { readonly port: number }>
  | { readonly host: string; readonly port: Config["port"] };

/** The port that `auto` tries first, and how many it tries. */
export const autoPorts = { first: 5_000, many: 100 } as const;

/**
 * Makes an engine listen, and resolves with where. A port is known to be free by listening on it, so that nobody can take it in between.
 *
 * Rejects with the system's own error if the address cannot be had, or none of the ports that `auto` tries.
 */
export async function listenAt(engine: OpenEngine, wanted: Wanted, siblings?: SiblingProcesses): Promise<Address> {
  if ("unixSocket" in wanted || wanted.port !== "auto") return engine.listen(wanted as Address);
  const { host } = wanted;
  // What is taken now may be free a moment later, and all of them must come to the same.
  const found = (await siblings?.turn({ byItself: false }))?.port;
  if (found !== undefined) return engine.listen({ host, port: found });
  for (let port: number = autoPorts.first; ; port += 1) {
    try {
      return await engine.listen({ host, port });
    } catch (error) {
      const isLast = port === autoPorts.first + autoPorts.many - 1;
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || isLast) throw error;
    }
  }
}
