import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { faultKinds } from "../../src/bench/fault.ts";
import { runCli } from "../_support/cli.ts";
import { serveBare } from "./bare.ts";
import { benchJson, brief } from "./run.ts";

const page = readFileSync(new URL("../../docs/load-testing.md", import.meta.url), "utf8");

test("every flag is on the page, and no other", async () => {
  const { stdout } = await runCli(["bench", "--help", "all"]);
  const flags = new Set([...stdout.matchAll(/^ +(--[\w-]+)/gm)].map(([, flag]) => flag));
  const documented = new Set([...page.matchAll(/^\| `(--[\w-]+)/gm)].map(([, flag]) => flag));
  expect(documented).toEqual(flags);
});

test("every field of the JSON is on the page, and no other", async () => {
  const server = await serveBare();
  const whole = await benchJson([server.url, ...brief, "--rate", "50", "--ack"]);
  let admitted = 0;
  server.io.use((_socket, next) => {
    admitted += 1;
    next(admitted > 1 ? new Error("full") : undefined);
  });
  server.io.on("connection", (socket) => socket.on("leave", () => socket.disconnect()));
  const broken = await benchJson([server.url, ...brief, "--rate", "10", "--event", "leave", "--duration", "20s"]);
  const fields = [...fieldsOf(whole.report), ...fieldsOf(broken.report), "load.inFlight"];
  const section = page.slice(page.indexOf("## `--json`"));
  const documented = [...section.matchAll(/^\| `([\w.[\]]+)` \|/gm)].map(([, field]) => field);
  expect(new Set(documented)).toEqual(new Set([...fields, ...Object.keys(faultKinds), ...withheld]));
});

/** Why messages are not sent. */
const withheld = ["disconnected", "waiting", "backlog", "behind"];

/** `a.b` for an object in an object, `a[].b` for objects in a list; percentiles are one field. */
function fieldsOf(value: object, prefix = ""): string[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = `${prefix}${name}`;
    if (Array.isArray(inner)) return [path, ...inner.flatMap((entry) => fieldsOf(entry, `${path}[].`))];
    if (typeof inner !== "object" || inner === null || "p50" in inner) return [path];
    return fieldsOf(inner, `${path}.`);
  });
}
