import type { Config } from "../../config/options.ts";

/** Where the server tells whether it lives, or is ready for clients; `undefined` if it does not. */
export function probePath({ health }: Config, about: "alive" | "ready"): string | undefined {
  return health ? paths[about] : undefined;
}

const paths = { alive: "/healthz", ready: "/readyz" } as const;
