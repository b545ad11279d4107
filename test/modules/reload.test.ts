import { symlink } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { type Project, project } from "./project.ts";

/** a → b → c, a → d; e is reached by import() from d. */
const files = {
  "a.ts": `import { b } from "./b.ts"; import { d, loadE } from "./d.ts"; export const a = {}; export { b, d, loadE };`,
  "b.ts": `import { c } from "./c.ts"; export const b = { c };`,
  "c.ts": `export const c = 1;`,
  "d.ts": `export const d = {}; export const loadE = async () => (await import("./e.ts")).e;`,
  "e.ts": `export const e = 1;`,
};

const names = (own: Project, paths: Iterable<string>) =>
  Array.from(paths, (path) => path.slice(own.path.length + 1)).sort();

test("a changed leaf evaluates its dependants again and nothing else", async () => {
  await using own = await project(files);
  const before = await own.load("a.ts");
  const changed = await own.write("c.ts", `export const c = 2;`);
  const loaded = await own.reload("a.ts", [changed]);
  expect(names(own, loaded.evaluated)).toEqual(["a.ts", "b.ts", "c.ts"]);
  expect(loaded.namespaces[0]).toMatchObject({ b: { c: 2 } });
  expect(loaded.namespaces[0]?.d).toBe(before.d);
  expect(before.b).toEqual({ c: 1 });
});

test("a load without a list of changes evaluates everything again", async () => {
  await using own = await project(files);
  const before = await own.load("a.ts");
  const after = await own.load("a.ts");
  expect(after.d).not.toBe(before.d);
});

test("a load with no change evaluates nothing", async () => {
  await using own = await project(files);
  const before = await own.load("a.ts");
  const loaded = await own.reload("a.ts", []);
  expect(loaded.evaluated).toEqual([]);
  expect(loaded.namespaces[0]).toBe(before);
});

test("nothing in force changes before commit", async () => {
  await using own = await project(files);
  await own.load("a.ts");
  const loaded = await own.reload("a.ts", [
    await own.write("a.ts", `import "./new.ts";`),
    await own.write("new.ts", ""),
  ]);
  expect(names(own, own.graph.files())).toEqual(["a.ts", "b.ts", "c.ts", "d.ts"]);
  loaded.commit();
  expect(names(own, own.graph.files())).toEqual(["a.ts", "new.ts"]);
});

test("a load that fails leaves what is in force, and the next one makes up for it", async () => {
  await using own = await project(files);
  const before = await own.load("a.ts");
  const broken = await own.write("c.ts", `export const c = ;`);
  expect((await own.failure("a.ts", [broken])).message).toContain("c.ts:1:18");
  expect(await own.reload("a.ts", [await own.write("d.ts", files["d.ts"])]).catch(() => "still broken")).toBe(
    "still broken",
  );
  expect(before.b).toEqual({ c: 1 });
  const loaded = await own.reload("a.ts", [await own.write("c.ts", `export const c = 3;`)]);
  expect(names(own, loaded.evaluated)).toEqual(["a.ts", "b.ts", "c.ts", "d.ts"]);
  expect(loaded.namespaces[0]).toMatchObject({ b: { c: 3 } });
});

test("the files of a load that failed are named, so that they can be watched", async () => {
  await using own = await project({ "a.ts": `import "./b.ts";`, "b.ts": `throw new Error("b");` });
  await own.failure("a.ts");
  expect(names(own, own.graph.files())).toEqual(["a.ts", "b.ts"]);
});

test("an imported file that appears mends the load", async () => {
  await using own = await project({ "a.ts": `export { b } from "./b";` });
  await own.failure("a.ts");
  const loaded = await own.reload("a.ts", [await own.write("b.ts", `export const b = 1;`)]);
  expect(loaded.namespaces[0]).toMatchObject({ b: 1 });
});

test("a deleted file fails the load while it is imported, and is forgotten when it is not", async () => {
  await using own = await project(files);
  await own.load("a.ts");
  const deleted = await own.remove("c.ts");
  expect((await own.failure("a.ts", [deleted])).message).toContain(`b.ts:1:19: Cannot find "./c.ts"`);
  const loaded = await own.reload("a.ts", [await own.write("b.ts", `export const b = 0;`)]);
  loaded.commit();
  expect(names(own, own.graph.files())).toEqual(["a.ts", "b.ts", "d.ts"]);
});

test("files that are imported or required while the program runs belong to the graph", async () => {
  await using own = await project(files);
  const { loadE } = (await own.load("a.ts")) as { loadE(): Promise<number> };
  expect(await loadE()).toBe(1);
  expect(names(own, own.graph.files())).toContain("e.ts");
  const loaded = await own.reload("a.ts", [await own.write("e.ts", `export const e = 2;`)]);
  loaded.commit();
  expect(await (loaded.namespaces[0] as { loadE(): Promise<number> }).loadE()).toBe(2);
});

test("a module that stays imports the newest version of what it imports later", async () => {
  await using own = await project({
    "a.ts": `export * from "./stays.ts"; export * from "./leaf.ts";`,
    "stays.ts": `export const late = async () => (await import("./" + "late.ts")).late;`,
    "leaf.ts": `export const leaf = 1;`,
    "late.ts": `import { leaf } from "./leaf.ts"; export const late = { leaf };`,
  });
  const { late } = (await own.load("a.ts")) as { late(): Promise<unknown> };
  const loaded = await own.reload("a.ts", [await own.write("leaf.ts", `export const leaf = 2;`)]);
  loaded.commit();
  expect(loaded.namespaces[0]?.late).toBe(late);
  expect(await late()).toEqual({ leaf: 2 });
});

test("a failed import() is tried again after a change", async () => {
  await using own = await project({ ...files, "e.ts": `export const e = ;` });
  const { loadE } = (await own.load("a.ts")) as { loadE(): Promise<number> };
  await expect(loadE()).rejects.toThrow("Unexpected token");
  const loaded = await own.reload("a.ts", [await own.write("e.ts", `export const e = 2;`)]);
  loaded.commit();
  expect(await (loaded.namespaces[0] as { loadE(): Promise<number> }).loadE()).toBe(2);
});

test("a changed tsconfig.json evaluates what it applies to", async () => {
  await using own = await project({ "tsconfig.json": "{}", "a.ts": `export const a = {};` });
  const before = await own.load("a.ts");
  const loaded = await own.reload("a.ts", [await own.write("tsconfig.json", `{ "compilerOptions": {} }`)]);
  expect(loaded.namespaces[0]?.a).not.toBe(before.a);
});

test("a change is understood by the path of a symbolic link, too", async () => {
  await using own = await project({ "real/a.ts": `export const a = 1;` });
  await symlink(own.file("real"), own.file("link"));
  expect(await own.load("link/a.ts")).toMatchObject({ a: 1 });
  await own.write("real/a.ts", `export const a = 2;`);
  const loaded = await own.reload("link/a.ts", [own.file("link/a.ts")]);
  expect(loaded.namespaces[0]).toMatchObject({ a: 2 });
});

test("modules in a cycle are evaluated again together", async () => {
  await using own = await project({
    "a.ts": `import "./b.ts"; export const a = 1;`,
    "b.ts": `import "./c.ts";`,
    "c.ts": `import "./b.ts";`,
    "d.ts": "",
  });
  await own.load("a.ts");
  const loaded = await own.reload("a.ts", [own.file("c.ts")]);
  expect(names(own, loaded.evaluated)).toEqual(["a.ts", "b.ts", "c.ts"]);
});

test("entries share the modules they both import", async () => {
  await using own = await project({
    "a.ts": `export { shared } from "./shared.ts";`,
    "b.ts": `export { shared } from "./shared.ts";`,
    "shared.ts": `export const shared = {};`,
  });
  const { namespaces } = await own.graph.load([own.file("a.ts"), own.file("b.ts")]);
  expect(namespaces[0]?.shared).toBe(namespaces[1]?.shared);
});

test("a file that is loaded at once by two imports is evaluated once", async () => {
  await using own = await project({
    "a.ts": `export const load = () => Promise.all([import("./slow.ts"), import("./slow.ts"), import("./user.ts")]);`,
    "slow.ts": `export const slow = await Promise.resolve({});`,
    "user.ts": `export { slow } from "./slow.ts";`,
  });
  const { load } = (await own.load("a.ts")) as { load(): Promise<{ slow: object }[]> };
  const [one, two, user] = await load();
  expect(one).toBe(two);
  expect(user?.slow).toBe(one?.slow);
});

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

test("memory stays flat however often a file is saved", async () => {
  const text = (version: number) =>
    `export const version = ${version}; export const later = async () => await version; /* ${"x".repeat(50_000)} */`;
  await using own = await project({ "a.ts": `export * from "./leaf.ts";`, "leaf.ts": text(0) });
  await own.load("a.ts");
  const heapAfter = async (saves: number) => {
    for (let version = 1; version <= saves; version++) {
      const loaded = await own.reload("a.ts", [await own.write("leaf.ts", text(version))]);
      loaded.commit();
    }
    for (let turn = 0; turn < 8; turn++) {
      gc();
      await setImmediate();
    }
    return process.memoryUsage().heapUsed;
  };
  const before = await heapAfter(100);
  // Kept versions would add 300 times 50 kB.
  expect((await heapAfter(300)) - before).toBeLessThan(5_000_000);
});

test("modules that have been replaced are garbage-collected", async () => {
  await using own = await project({
    "a.ts": `export * from "./leaf.ts"; import { on } from "sio-serve"; export const held = { big: new Array(1000).fill(0) }; on("a", () => held);`,
    "leaf.ts": `export const leaf = 1;`,
  });
  const old: WeakRef<object>[] = [];
  await own.load("a.ts");
  for (let version = 0; version < 20; version++) {
    const loaded = await own.reload("a.ts", [own.file("a.ts")]);
    loaded.commit();
    old.push(new WeakRef(loaded.namespaces[0]?.held as object));
  }
  const alive = () => {
    gc();
    return old.filter((ref) => ref.deref()).length;
  };
  await expect.poll(alive).toBeLessThanOrEqual(2);
});
