import { basename, resolve } from "node:path";
import { managerInUse } from "./managers.ts";
import { packageNameFrom } from "./package-name.ts";
import type { InitFlags, Wishes } from "./wishes.ts";

/** What is known before anybody is asked. */
export interface Known {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dir: string | undefined;
  readonly flags: InitFlags;
}

/** Everything that no flag says, as it is where nobody is asked. */
export function unasked({ cwd, env, dir, flags }: Known): Wishes {
  const folder = resolve(cwd, dir ?? ".");
  return {
    folder,
    name: flags.name ?? packageNameFrom(basename(folder)),
    template: flags.template ?? "minimal",
    language: flags.js ? "js" : "ts",
    manager: flags.pm ?? managerInUse(env),
    install: flags.install ?? true,
    git: flags.git ?? false,
  };
}
