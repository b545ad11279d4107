import { afterAll, beforeAll, expect, test } from "vitest";
import { adapters } from "../../src/adapters/index.ts";
import { readBrokerUrl } from "../../src/lib/broker-url.ts";
import { runCli } from "../_support/cli.ts";
import { type InstalledProject, installedProject } from "../_support/installed.ts";

/** A package that a flag needs, with the command that installs it. */
interface Need {
  readonly about: string;
  readonly flags: readonly string[];
  readonly name: string;
  readonly install: string;
}

const ofAdapters: readonly Need[] = Object.values(adapters).flatMap(({ example, modes }) =>
  Object.entries(modes).flatMap(([mode, { needs }]) => {
    const { url } = readBrokerUrl(example) ?? {};
    if (!url) throw new Error(`${example} is no URL.`);
    url.searchParams.set("mode", mode);
    return needs.map((need) => ({ about: `${mode} of ${url.protocol}//`, flags: ["--adapter", url.href], ...need }));
  }),
);

const ofQueues: readonly Need[] = [
  { about: "the queue redis://", flags: ["--queue", "redis://127.0.0.1"], name: "redis", install: "npm install redis" },
  {
    about: "the queue amqp://",
    flags: ["--queue", "amqp://127.0.0.1"],
    name: "amqplib",
    install: "npm install amqplib",
  },
];

let project: InstalledProject;
beforeAll(async () => {
  project = await installedProject({ "h.mjs": "export default () => {};", "package.json": '{"name":"shop"}' });
}, 60_000);
afterAll(() => project[Symbol.asyncDispose]());

test.each([...ofAdapters, ...ofQueues])(
  "$about without $name: exit status 78, and the command that installs it",
  async ({ flags, name, install }) => {
    const result = await project.without(name, () => runCli(["h.mjs", "--port", "0", ...flags], { cwd: project.path }));
    expect(result).toMatchObject({ status: 78, stdout: "" });
    expect(result.stderr).toMatch(/ needs the package "/);
    expect(result.stderr).toContain(`"${name}"`);
    expect(result.stderr).toContain(`  → ${install}\n`);
  },
  20_000,
);
