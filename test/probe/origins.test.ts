import type { ServerOptions } from "socket.io";
import { expect, test } from "vitest";
import { probe } from "../../src/probe/probe.ts";
import { serveBare } from "./deployments.ts";
import { finding, idsOf } from "./found.ts";

const app = "https://app.example.com";
type AllowRequest = NonNullable<ServerOptions["allowRequest"]>;

/** Lets in requests whose origin passes. */
function only(passes: (origin: string | undefined) => boolean): AllowRequest {
  return ({ headers }, decide) => decide(passes(headers.origin) ? null : "Origin not allowed", passes(headers.origin));
}

test.each<[string, Partial<ServerOptions>, string[]]>([
  ["every origin", { cors: { origin: "*" } }, ["P65"]],
  ["every origin, with cookies", { cors: { origin: true, credentials: true } }, ["P62"]],
  ["*, with credentials", { cors: { origin: "*", credentials: true } }, ["P63"]],
  ["a list that only polling keeps to", { cors: { origin: [app] } }, ["P64"]],
  [
    "a list that both keep to",
    { cors: { origin: [app] }, allowRequest: only((from) => !from?.includes("doctor")) },
    [],
  ],
])("%s", async (_name, options, ids) => {
  await using server = await serveBare(options);
  expect(idsOf(await probe(server.url, { idleMs: 0 }))).toEqual(ids);
});

test("an origin that must be let in, and is", async () => {
  await using server = await serveBare({ cors: { origin: [app] } });
  expect(idsOf(await probe(server.url, { origin: `${app}/`, idleMs: 0 }))).toEqual(["P64"]);
});

test.each([
  ["polling by its headers", {}],
  ["both transports", { cors: { origin: "*" }, allowRequest: only((from) => from !== app) }],
])("an origin that must be let in, and is refused by %s", async (_name, options) => {
  await using server = await serveBare(options);
  const report = await probe(server.url, { origin: app, idleMs: 0 });
  expect(finding(report, "P61")).toMatchObject({ level: "fatal", what: `Pages of ${app} are refused` });
  expect(finding(report, "P61").fixes[0]?.say).toContain(`sio-serve --cors ${app}`);
});

test("pages of the server's own origin are refused", async () => {
  await using server = await serveBare({ allowRequest: only((from) => from === undefined) });
  const report = await probe(server.url, { idleMs: 0 });
  expect(idsOf(report)).toEqual(["P60"]);
  expect(finding(report, "P60").where.join()).toContain("Origin not allowed");
});

test("a server that wants an origin is probed as its own page", async () => {
  await using server = await serveBare({ allowRequest: only((from) => from?.startsWith("http://127.") === true) });
  const report = await probe(server.url);
  expect(idsOf(report)).toEqual(["P15"]);
  expect(report.server).toMatchObject({ upgraded: true, sessions: { lost: 0 } });
});

test("a server that refuses everybody", async () => {
  await using server = await serveBare({ allowRequest: only(() => false) });
  const report = await probe(server.url);
  expect(idsOf(report)).toEqual(["P13"]);
  expect(finding(report, "P13").where[0]).toContain("Origin not allowed");
});
