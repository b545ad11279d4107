import inspector from "node:inspector";
import { expect, test } from "vitest";
import { project } from "./project.ts";

const throwing = `
import { on } from "sio-serve";
interface Room {
  name: string;
}
type Handler = (room: Room) => void;

const fail: Handler = (room) => {
  throw new Error(room.name);
};
on("fail", fail as any);
on("later", async () => {
  await null;
  throw new Error("later");
});
export class Chat {
  onMessage(this: Chat | void): never {
    throw new Error("method");
  }
}
`;

const stackOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).stack ?? "";
  }
  return "";
};

test("a stack names the lines and columns of TypeScript", async () => {
  await using own = await project({ "handlers.ts": throwing });
  const { Chat } = (await own.load("handlers.ts")) as { Chat: new () => { onMessage(): void } };
  const stack = stackOf(() => own.handlers.get("fail")?.({ name: "boom" }));
  expect(stack.split("\n").slice(0, 2)).toEqual(["Error: boom", `    at fail (${own.file("handlers.ts")}:9:9)`]);
  expect(stackOf(() => new Chat().onMessage()).split("\n")[1]).toBe(
    `    at Chat.onMessage (${own.file("handlers.ts")}:18:11)`,
  );
  await expect(own.handlers.get("later")?.()).rejects.toHaveProperty(
    "stack",
    expect.stringContaining(`${own.file("handlers.ts")}:14:9`),
  );
});

test("the user's frame is found in a stack, with the code around it", async () => {
  await using own = await project({ "handlers.ts": throwing });
  await own.load("handlers.ts");
  const error = await Promise.resolve(own.handlers.get("later")?.()).catch((thrown: unknown) => thrown);
  const frame = own.graph.userFrame(error);
  expect(frame).toMatchObject({ file: "handlers.ts", line: 14, column: 9 });
  expect(frame?.frame).toContain(`> 14 |   throw new Error("later");`);
  expect(own.graph.userFrame(new Error("ours"))).toBeUndefined();
  expect(own.graph.userFrame("no error")).toBeUndefined();
});

test("the first frame of the user's is taken where a package or Node has thrown", async () => {
  await using own = await project({
    "handlers.ts": `import { on } from "sio-serve";\nimport { run } from "pkg";\non("x", () => run(() => JSON.parse("{")));`,
    "node_modules/pkg/package.json": `{ "name": "pkg", "type": "module", "main": "index.js" }`,
    "node_modules/pkg/index.js": `export const run = (f) => f();`,
  });
  await own.load("handlers.ts");
  const thrown = (() => {
    try {
      own.handlers.get("x")?.();
    } catch (error) {
      return error;
    }
  })();
  expect(own.graph.userFrame(thrown)).toMatchObject({ file: "handlers.ts", line: 3 });
});

test("CommonJS and lowered files have their own lines, too", async () => {
  await using own = await project({
    "a.cjs": `// one\nexports.fail = () => {\n  throw new Error("cjs");\n};`,
    "b.ts": `interface Gone {}\nconst d = (value: any, _: unknown) => value;\nexport class B {\n  @d fail() {\n    throw new Error("b");\n  }\n}`,
  });
  const { fail } = (await own.load("a.cjs")) as { fail(): void };
  expect(stackOf(fail)).toContain(`${own.file("a.cjs")}:3:9`);
  const { B } = (await own.load("b.ts")) as { B: new () => { fail(): void } };
  expect(stackOf(() => new B().fail())).toContain(`${own.file("b.ts")}:5:11`);
});

test("after a reload, functions of the version before still show their own lines", async () => {
  await using own = await project({ "a.ts": `export const fail = () => {\n  throw new Error("old");\n};` });
  const old = (await own.load("a.ts")) as { fail(): void };
  const changed = await own.write("a.ts", `\n\n\nexport const fail = () => {\n  throw new Error("new");\n};`);
  const loaded = await own.reload("a.ts", [changed]);
  loaded.commit();
  expect(stackOf(old.fail)).toContain(`${own.file("a.ts")}:2:9`);
  expect(stackOf(loaded.namespaces[0]?.fail as () => void)).toContain(`${own.file("a.ts")}:5:9`);
});

test("other frames and the headings of errors stay as Node writes them", async () => {
  const { Buffer } = globalThis;
  const causes = [
    () => Buffer.alloc("x" as never),
    () => JSON.parse("{"),
    () => {
      throw new Error("");
    },
  ];
  const before = causes.map(stackOf);
  await using own = await project({ "a.ts": "export {};" });
  await own.load("a.ts");
  expect(causes.map(stackOf).map((stack) => stack.split("\n    at ")[0])).toEqual(
    before.map((stack) => stack.split("\n    at ")[0]),
  );
});

test("a user's own Error.prepareStackTrace goes before and is left in place", async () => {
  const previous = Error.prepareStackTrace;
  await using own = await project({
    "a.ts": `
      export const sites = (): string[] => {
        const before = Error.prepareStackTrace;
        Error.prepareStackTrace = (_error, sites) => sites.map((site) => typeof site.getLineNumber());
        try { return (new Error() as any).stack; } finally { Error.prepareStackTrace = before; }
      };`,
  });
  const { sites } = (await own.load("a.ts")) as { sites(): string[] };
  expect(sites()[0]).toBe("number");
  const theirs = () => "theirs";
  Error.prepareStackTrace = theirs;
  own.graph.close();
  expect(Error.prepareStackTrace).toBe(theirs);
  Error.prepareStackTrace = previous as typeof theirs;
});

test("an Error.prepareStackTrace that was there before is given the user's lines", async () => {
  const previous = Error.prepareStackTrace;
  Error.prepareStackTrace = (_error, sites) =>
    sites.map(
      (site) => `${site.getFunctionName()}:${site.getLineNumber()}:${site.getColumnNumber()}:${site.isNative()}`,
    );
  try {
    await using own = await project({
      "a.ts": `interface Gone {\n}\nexport function stack() {\n  return (new Error() as any).stack;\n}`,
    });
    const { stack } = (await own.load("a.ts")) as { stack(): string[] };
    expect(stack()[0]).toBe("stack:4:11:false");
  } finally {
    Error.prepareStackTrace = previous as NonNullable<typeof previous>;
  }
});

test("closing gives stack traces back, twice if need be", async () => {
  const previous = Error.prepareStackTrace;
  const own = await project({});
  expect(Error.prepareStackTrace).not.toBe(previous);
  own.graph.close();
  own.graph.close();
  expect(Error.prepareStackTrace).toBe(previous);
  await own[Symbol.asyncDispose]();
});

test("graphs may be closed in any order", async () => {
  const previous = Error.prepareStackTrace;
  const own = [await project({}), await project({}), await project({})];
  for (const index of [1, 0, 2]) await own[index]?.[Symbol.asyncDispose]();
  expect(Error.prepareStackTrace).toBe(previous);
});

test("a debugger is led to the user's text", async () => {
  await using own = await project({ "a.ts": `interface Gone {\n}\nexport const a: number = 1;\n` });
  inspector.open(0, "127.0.0.1");
  const session = new inspector.Session();
  try {
    session.connect();
    const maps: string[] = [];
    session.on("Debugger.scriptParsed", ({ params }) => {
      if (params.url.endsWith("/a.ts") && params.sourceMapURL) maps.push(params.sourceMapURL);
    });
    session.post("Debugger.enable");
    await own.load("a.ts");
    const [, encoded = ""] = maps[0]?.split("base64,") ?? [];
    const map = JSON.parse(Buffer.from(encoded, "base64").toString());
    expect(map.sources).toEqual([new URL(own.file("a.ts"), "file:").href]);
    expect(map.sourcesContent[0]).toContain("interface Gone");
  } finally {
    session.disconnect();
    inspector.close();
  }
});
