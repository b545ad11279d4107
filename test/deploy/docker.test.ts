import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startCli } from "../_support/cli.ts";
import { freePort } from "../probe/deployments.ts";
import { deploy, project, run } from "./project.ts";

/** What a Dockerfile says after the last `FROM`. */
interface LastStage {
  readonly env: Readonly<Record<string, string>>;
  readonly health: readonly string[];
  readonly command: readonly string[];
}

function lastStage(dockerfile: string): LastStage {
  const lines = (dockerfile.split(/^FROM .*$/m).at(-1) ?? "").split("\n");
  const words = (start: RegExp) =>
    JSON.parse(lines.find((line) => start.test(line))?.replace(start, "") ?? "[]") as string[];
  const env = lines.flatMap((line) => {
    const [, name, value] = /^ENV (\w+)=(".*")$/.exec(line) ?? [];
    return name && value ? [[name, JSON.parse(value.replaceAll("\\$", "$")) as string]] : [];
  });
  return { env: Object.fromEntries(env), health: words(/^ {2}CMD /), command: words(/^CMD /) };
}

test("the image that is described serves, and its health check passes while it does", async () => {
  const folder = await project();
  await deploy(folder, ["docker", "h.js", "--path", "/rt", "--ping-interval", "300ms"]);
  const { env, health, command } = lastStage(await readFile(join(folder.path, "Dockerfile"), "utf8"));
  expect(env).toEqual({
    NODE_ENV: "production",
    SIO_HOST: "0.0.0.0",
    PORT: "5000",
    SIO_PATH: "/rt",
    SIO_PING_INTERVAL: "300ms",
  });
  const [node, program, ...args] = command;
  expect([node, program, args]).toEqual(["node", "node_modules/sio-serve/bin/sio-serve.js", ["h.js"]]);
  const port = await freePort();
  // A platform that chooses the port says so at run time.
  const settings = { ...env, PORT: String(port), SIO_HOST: "127.0.0.1" };
  const check = () => run(health[0] ?? "", health.slice(1), { env: { PATH: process.env.PATH, ...settings } });
  await expect(check()).rejects.toThrow();
  await using server = await startCli(args, { cwd: folder.path, env: settings });
  await check();
  const handshake = await fetch(`http://127.0.0.1:${port}/rt/?EIO=4&transport=polling`);
  expect(await handshake.text()).toContain('"pingInterval":300');
  expect(await server.stop()).toBe(0);
});

test("a Dockerfile in stages, whose server is not root and owns nothing", async () => {
  const folder = await project({
    "package.json": '{"name":"x","scripts":{"build":"vite build"},"dependencies":{"sio-serve":"1"}}',
  });
  await deploy(folder, ["docker", "h.js", "--port", "8080"]);
  expect(await readFile(join(folder.path, "Dockerfile"), "utf8")).toMatchInlineSnapshot(`
    "# The packages that the server needs. They are installed anew only when their list changes.
    FROM node:24-slim AS dependencies
    WORKDIR /app
    COPY package.json package-lock.json ./
    RUN npm ci --omit=dev

    # What the project builds, with all packages.
    FROM node:24-slim AS build
    WORKDIR /app
    COPY package.json package-lock.json ./
    RUN npm ci
    COPY . .
    RUN npm run build && rm -rf node_modules

    FROM node:24-slim
    WORKDIR /app
    # In a container, every address is the container's own. A platform that chooses the port sets PORT.
    ENV NODE_ENV="production"
    ENV SIO_HOST="0.0.0.0"
    ENV PORT="8080"
    COPY --from=dependencies /app/node_modules ./node_modules
    COPY --from=build /app ./
    # The files belong to root, so that the server cannot change itself.
    USER node
    EXPOSE 8080
    HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \\
      CMD ["node","-e","fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
    CMD ["node","node_modules/sio-serve/bin/sio-serve.js","h.js"]
    "
  `);
  expect((await readFile(join(folder.path, ".dockerignore"), "utf8")).split("\n")).toEqual(
    expect.arrayContaining(["node_modules", ".env", ".env.*", ".git", "*.key"]),
  );
});

test.each([
  ["pnpm-lock.yaml", "", "npx --yes pnpm@10 install --frozen-lockfile --prod"],
  ["yarn.lock", "# yarn lockfile v1\n", "yarn install --frozen-lockfile --production"],
  ["yarn.lock", "__metadata:\n", "yarn workspaces focus --production"],
  ["bun.lock", "{}", "npx --yes bun@1 install --frozen-lockfile --production"],
])("%s (%j) is installed by the package manager that wrote it", async (lock, text, command) => {
  const folder = await project({ [lock]: text });
  await deploy(folder, ["docker", "h.js"]);
  const dockerfile = await readFile(join(folder.path, "Dockerfile"), "utf8");
  expect(dockerfile).toContain(`COPY package.json ${lock} ./\n`);
  expect(dockerfile).toContain(command);
});

test("a folder without a package.json gets this version of sio-serve", async () => {
  const folder = await project();
  await run("rm", ["package.json", "package-lock.json"], { cwd: folder.path });
  await deploy(folder, ["docker", "h.js"]);
  expect(await readFile(join(folder.path, "Dockerfile"), "utf8")).toMatch(/^RUN npm install sio-serve@\d+\.\d+\.\d+$/m);
});
