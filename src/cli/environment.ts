import type { Edge } from "./edge.ts";

/** The environment of the process, to which `.env` files add. */
export interface Environment {
  /** What the process was started with. */
  readonly own: Edge["env"];
  /** Adds variables, and takes those away again that were added before. */
  adopt(variables: Readonly<Record<string, string>>): void;
}

/** Notes what the environment is before any file has added to it. */
export function environmentOf(env: Record<string, string | undefined>): Environment {
  const own = { ...env };
  let added: readonly string[] = [];
  return {
    own,
    adopt(variables) {
      for (const name of added) delete env[name];
      Object.assign(env, variables);
      added = Object.keys(variables);
    },
  };
}
