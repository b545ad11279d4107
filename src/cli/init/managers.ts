import { type } from "node:os";

/** How a package manager is told to do what a project needs. */
interface Manager {
  /** Its arguments that install what package.json asks for, in as few words as it knows. */
  readonly install: readonly string[];
  /** What that leaves in the project's folder. */
  readonly leaves: readonly string[];
  /** What one types to run a script of package.json. */
  readonly run: (script: string) => string;
}

/** The package managers that `sio init` knows. */
export const managers = {
  npm: {
    install: ["install", "--no-audit", "--no-fund", "--loglevel=error"],
    leaves: ["node_modules", "package-lock.json"],
    run: (script) => (script === "test" || script === "start" ? `npm ${script}` : `npm run ${script}`),
  },
  pnpm: {
    install: ["install", "--reporter=append-only"],
    leaves: ["node_modules", "pnpm-lock.yaml"],
    run: (script) => `pnpm ${script}`,
  },
  yarn: {
    install: ["install"],
    leaves: ["node_modules", "yarn.lock", ".yarn", ".pnp.cjs", ".pnp.loader.mjs"],
    run: (script) => `yarn ${script}`,
  },
  bun: {
    install: ["install"],
    leaves: ["node_modules", "bun.lock", "bun.lockb"],
    run: (script) => `bun run ${script}`,
  },
} satisfies Readonly<Record<string, Manager>>;

/** The name of a package manager, which is also its command. */
export type ManagerName = keyof typeof managers;

/** All names, the one that comes with Node.js first. */
export const managerNames = Object.keys(managers) as ManagerName[];

/** The package manager that started this process (`pnpm dlx`, `yarn dlx`, `bunx`), as it says in the environment; else npm. */
export function managerInUse(env: Readonly<Record<string, string | undefined>>): ManagerName {
  const [name] = (env.npm_config_user_agent ?? "").split("/");
  return managerNames.find((known) => known === name) ?? "npm";
}

/** Whether commands are scripts that only a shell can run, as on Windows. */
export const commandsNeedShell = type() === "Windows_NT";
