/** How a package manager installs what a lock file says. */
export interface Install {
  /** The lock file that shows that it is this one; none is the last resort. */
  readonly lock: string | undefined;
  /** What stands in that file, where another version of the manager keeps one of the same name. */
  readonly sign?: string;
  /** Installs all packages. */
  readonly all: string;
  /** Installs those that the server needs. */
  readonly production: string;
}

/** Every package manager, with the lock file that it keeps; the first that is there counts. */
export const installs: readonly Install[] = [
  {
    lock: "pnpm-lock.yaml",
    all: "npx --yes pnpm@10 install --frozen-lockfile",
    production: "npx --yes pnpm@10 install --frozen-lockfile --prod",
  },
  {
    lock: "yarn.lock",
    sign: "# yarn lockfile v1",
    all: "corepack enable && yarn install --frozen-lockfile",
    production: "corepack enable && yarn install --frozen-lockfile --production",
  },
  {
    lock: "yarn.lock",
    all: "corepack enable && YARN_NODE_LINKER=node-modules yarn install --immutable",
    production: "corepack enable && YARN_NODE_LINKER=node-modules yarn workspaces focus --production",
  },
  {
    lock: "bun.lock",
    all: "npx --yes bun@1 install --frozen-lockfile",
    production: "npx --yes bun@1 install --frozen-lockfile --production",
  },
  { lock: "package-lock.json", all: "npm ci", production: "npm ci --omit=dev" },
  { lock: undefined, all: "npm install", production: "npm install --omit=dev" },
];
