import { expect, test } from "vitest";
import { findConflicts } from "../../src/conflicts/find.ts";
import type { Fix } from "../../src/conflicts/finding.ts";
import { deservesALook } from "../../src/conflicts/glance.ts";
import { rules } from "../../src/conflicts/packages.ts";
import type { Project } from "../../src/conflicts/rule.ts";
import { idsOf, layouts, writeProject } from "./project.ts";

/** Clients of another protocol show when they connect, and not before. */
const onlyLive = ["C04"];

test("every conflict that is known has a rule, and each id stands for one", () => {
  const ids = rules.map(({ id }) => id);
  const all = Array.from({ length: 43 }, (_, index) => `C${String(index + 1).padStart(2, "0")}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids, ...onlyLive]).toEqual(expect.arrayContaining(all));
});

test.each(rules)("$id: its example breaks it and nothing else", async ({ id, levels, example, alongside = [] }) => {
  await using project = await writeProject(example);
  const findings = project.conflicts();
  expect(idsOf(findings)).toEqual([id, ...alongside].sort());
  for (const { level } of findings.filter((finding) => finding.id === id)) expect(levels).toContain(level);
});

test.each(rules)("$id: a project that only looks like it is left alone", async ({ nearMiss }) => {
  await using project = await writeProject(nearMiss);
  expect(project.conflicts()).toEqual([]);
});

test.each(rules)("$id: says what is wrong, where, what comes of it, and what to do", async ({ id, example }) => {
  await using project = await writeProject(example);
  for (const finding of project.conflicts().filter((finding) => finding.id === id)) {
    expect(finding.what).toMatch(/^\S.*[^.]$/);
    expect(finding.where.length).toBeGreaterThan(0);
    expect(finding.consequence).toMatch(/^\S.*\.$/s);
    expect(finding.fixes.length).toBeGreaterThan(0);
    for (const fix of finding.fixes) expect(doesSomething(fix), JSON.stringify(fix)).toBe(true);
    // Only a change of packages can be made for the user.
    for (const fix of finding.fixes) if (fix.safe) expect(fix.change).toBeDefined();
  }
});

test.each(rules.filter(({ levels }) => levels[0] !== "info"))("$id is noticed at a glance", async ({ example }) => {
  await using project = await writeProject(example);
  expect(deservesALook(project.inventory())).toBe(true);
});

test.each([
  ["is empty", {}],
  [
    "has what most have",
    {
      manifest: { dependencies: { "socket.io": "^4.8.4", "socket.io-client": "^4.8.4", ioredis: "^5.0.0" } },
      installed: {
        "socket.io": "4.8.4",
        "engine.io": "6.6.12",
        ws: "8.21.3",
        "socket.io-client": "4.8.4",
        ioredis: "5.0.0",
      },
      files: { "handlers.js": 'import { on } from "sio-serve";\non("echo", (text) => text);\n' },
      config: { handlers: "handlers.js" },
    },
  ],
])("a project that %s needs no more than a glance", async (_, example) => {
  await using project = await writeProject(example);
  expect(deservesALook(project.inventory())).toBe(false);
  expect(project.conflicts()).toEqual([]);
});

test("a start is not told what is no warning", async () => {
  await using project = await writeProject({
    manifest: { devDependencies: { "@types/socket.io": "^2.1.13", uws: "200.0.0" } },
  });
  expect(idsOf(findConflicts(project.inventory(), "warning"))).toEqual(["C23"]);
  expect(findConflicts(project.inventory()).map(({ id }) => id)).toEqual(["C23", "C26"]);
});

const others = Object.entries(layouts).slice(1);
const placed = rules.filter(
  ({ example: { installed, files = {} } }) =>
    installed !== undefined && !Object.keys(files).some((path) => path.startsWith("node_modules/")),
);

test.each(others.flatMap(([name, layout]) => placed.map(({ id, ...rule }) => ({ name, layout, id, ...rule }))))(
  "$id is found in the layout of $name",
  async ({ layout, id, example, alongside = [] }) => {
    await using project = await writeProject(example, layout);
    expect(idsOf(project.conflicts())).toEqual([id, ...alongside].sort());
  },
);

function doesSomething({ say, change }: Fix): boolean {
  const names = [change?.add, change?.remove, change?.update, change?.dedupe].flatMap((list) => list ?? []);
  return (say ?? "").length > 10 || (names.length > 0 && names.every((name) => name !== ""));
}

test.each([
  [
    "takes what forces the version away",
    { overrides: { ws: "8.16.0" } },
    "4.8.4",
    { say: 'Take "ws" out of package.json overrides, and install again.' },
  ],
  ["updates what asks for it too", {}, "4.8.4", { change: { update: ["engine.io", "ws"] }, safe: true }],
  [
    "begins with a socket.io of old",
    {},
    "4.7.5",
    { change: { add: ["socket.io@4"], update: ["engine.io", "ws"] }, safe: true },
  ],
])("the fix of a part of the server %s", async (_, fields, version, fix) => {
  await using project = await writeProject({
    manifest: { dependencies: { "socket.io": "^4.0.0" }, ...fields },
    installed: { "socket.io": version, "engine.io": "6.6.12", ws: "8.16.0" },
  });
  expect(project.conflicts().find(({ id }) => id === "C39")?.fixes).toEqual([fix]);
});

const handlers = (text: string) => ({ files: { "handlers.js": text }, config: { handlers: "handlers.js" } });
const msgpack = { "socket.io-msgpack-parser": "^3.0.2" };

test.each<readonly [string, Project, readonly string[]]>([
  ["a parser of the project alone", { manifest: { dependencies: msgpack } }, ["C35 info"]],
  [
    "a parser beside a client",
    {
      manifest: { workspaces: ["web"] },
      files: { "web/package.json": JSON.stringify({ dependencies: { ...msgpack, "socket.io-client": "^4.8.4" } }) },
    },
    ["C35 warning"],
  ],
  [
    "a page without the parser",
    {
      files: { "public/index.html": '<script src="/socket.io/socket.io.min.js"></script>' },
      config: { static: "public", parser: "msgpack" },
    },
    ["C35 warning"],
  ],
  [
    "a page with the parser",
    {
      files: { "public/index.html": '<script src="/socket.io/socket.io.msgpack.min.js"></script>' },
      config: { static: "public", parser: "msgpack" },
    },
    [],
  ],
  [
    "an engine for Bun that the handlers import",
    {
      manifest: { dependencies: { "@socket.io/bun-engine": "^0.1.2" } },
      ...handlers('import "@socket.io/bun-engine";\n'),
    },
    ["C25 fatal"],
  ],
  [
    "a monitor that is mounted with a server of its own",
    {
      manifest: { dependencies: { "express-status-monitor": "^1.3.4" } },
      ...handlers('const monitor = require("express-status-monitor")();\n'),
    },
    ["C28 fatal"],
  ],
  [
    "an old adapter beside another client of Redis",
    { manifest: { dependencies: { "@socket.io/redis-adapter": "~7.0.1", redis: "^4.6.0", ioredis: "^4.28.0" } } },
    ["C11 warning"],
  ],
  [
    "two clients of Redis",
    {
      manifest: { dependencies: { "@socket.io/redis-adapter": "^8.3.0", redis: "^5.0.0", ioredis: "^5.4.0" } },
      installed: { "@socket.io/redis-adapter": "8.3.0", redis: "5.0.0", ioredis: "5.4.0" },
    },
    ["C19 info"],
  ],
  [
    "an emitter with the sharded adapter",
    {
      manifest: { dependencies: { "@socket.io/redis-emitter": "^5.1.0", "@socket.io/redis-adapter": "^8.3.0" } },
      ...handlers('import { createShardedAdapter } from "@socket.io/redis-adapter";\ncreateShardedAdapter();\n'),
    },
    ["C17 fatal"],
  ],
  [
    "an adapter that finds nothing to build on",
    {
      manifest: { dependencies: { "@socket.io/mongo-adapter": "^0.4.0" } },
      installed: {
        "@socket.io/mongo-adapter": { version: "0.4.0", peerDependencies: { "socket.io-adapter": "^2.5.4" } },
      },
    },
    ["C13 fatal"],
  ],
  [
    "handlers that import another copy",
    {
      manifest: { dependencies: { "socket.io": "^4.8.4" } },
      installed: { "socket.io": "4.8.4" },
      files: {
        "handlers.js": 'import "./shared/io.js";\n',
        "shared/io.js": 'import { Server } from "socket.io";\n',
        "shared/node_modules/socket.io/package.json": '{ "name": "socket.io", "version": "4.8.4" }',
      },
      config: { handlers: "handlers.js" },
    },
    ["C05 warning"],
  ],
  [
    "an engine.io of another major version that works",
    {
      manifest: { dependencies: { "socket.io": "^4.8.4" }, resolutions: { "engine.io": "5.2.1" } },
      installed: { "socket.io": "4.8.4", "engine.io": "5.2.1" },
    },
    ["C32 warning", "C38 warning"],
  ],
  [
    "a Socket.IO 2 that a tool has brought",
    { manifest: { devDependencies: { tool: "^1.0.0" } }, installed: { tool: "1.0.0", "socket.io": "2.5.1" } },
    ["C03 info"],
  ],
  [
    "what is asked for and not installed",
    { manifest: { dependencies: { "socket.io-client": "~2.4.0" } } },
    ["C01 fatal"],
  ],
  [
    "old clients that are let in",
    { manifest: { dependencies: { "socket.io-client": "~2.4.0" } }, config: { allowEIO3: true } },
    [],
  ],
])("%s", async (_, example, found) => {
  await using project = await writeProject(example);
  const findings = project.conflicts();
  expect(findings.map(({ id, level }) => `${id} ${level}`)).toEqual(found);
  const isBad = findings.some(({ level }) => level !== "info");
  if (isBad) expect(deservesALook(project.inventory())).toBe(true);
});
