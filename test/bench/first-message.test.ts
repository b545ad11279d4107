import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { openRegistry } from "../../bench/first-message/registry.mjs";
import { onTheWay, ways } from "../../bench/first-message/ways.mjs";
import { firstMessage } from "../../bench/lib/first-message.mjs";
import { openChromium } from "../_support/chromium.ts";

const server = (port: number) => `import { createServer } from "node:http";
createServer((_, response) => response.end("<button onclick='this.after(\`Hello\`)'>Send</button>")).listen(${port});
`;
const small = {
  about: "",
  steps: (port: number) => [
    { type: "npm install nothing", untimed: true },
    { type: "mkdir my-app" },
    { type: "cd my-app" },
    { file: "src/index.mjs", text: server(port) },
    { type: "node src/index.mjs" },
  ],
  visit: { press: "button", shows: "Hello" },
  gains: { keeps: 0, types: 0, tests: 1 },
};

test("a way is gone to what the page shows, and its commands and lines are counted", async (context) => {
  context.skip(availableParallelism() < 2, "the benchmark needs two cores");
  await openChromium(context);
  const rig = await prepare(small);
  await rig.run().finally(rig.close);
  const { seconds, ...rest } = rig.figures();
  expect(seconds).toBeGreaterThan(0);
  expect(rest).toEqual({ commands: 4, files: 1, lines: 2, keeps: 0, types: 0, tests: 1 });
});

test("a command that fails ends the way, and is named", async (context) => {
  context.skip(availableParallelism() < 2, "the benchmark needs two cores");
  await openChromium(context);
  const rig = await prepare({ ...small, steps: () => [{ type: "echo no >&2; exit 3" }, { type: "never" }] });
  await expect(rig.run().finally(rig.close)).rejects.toThrow("echo no >&2; exit 3 failed: no");
});

test("npm finds this checkout in the registry, and is sent to the public one for the rest", async () => {
  const registry = await openRegistry();
  try {
    const own = (await (await fetch(`${registry.url}/sio-serve`)).json()) as Packument;
    const version = own.versions[own["dist-tags"].latest];
    expect(version?.bin).toHaveProperty("sio-serve");
    const tarball = await fetch(version?.dist.tarball ?? "");
    expect((await tarball.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
    const other = await fetch(`${registry.url}/express`, { redirect: "manual" });
    expect([other.status, other.headers.get("location")]).toEqual([307, expect.stringMatching(/^https?:.*\/express$/)]);
  } finally {
    await registry.close();
  }
});

test.each(Object.entries(ways))("the way of %s ends with the command that serves", (_, { steps }) => {
  expect(steps(1234).at(-1)).toHaveProperty("type");
});

interface Packument {
  readonly "dist-tags": { readonly latest: string };
  readonly versions: Readonly<Record<string, { readonly bin: object; readonly dist: { readonly tarball: string } }>>;
}

function prepare(way: typeof small | (Omit<typeof small, "steps"> & { steps: () => { type: string }[] })) {
  return firstMessage({
    target: onTheWay(way),
    setup: { node: process.execPath, packages: {} },
    settings: { cold: true },
    sliceMs: 0,
    warmUpMs: 0,
  });
}
