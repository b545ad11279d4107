import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { adaptersReference } from "../../scripts/adapters-reference.ts";
import { conflictsReference } from "../../scripts/conflicts-reference.ts";
import { enginesReference } from "../../scripts/engines-reference.ts";
import { firstMessageReference } from "../../scripts/first-message-reference.ts";
import { nodesReference } from "../../scripts/nodes-reference.ts";
import { exampleConfig, fullReference, replaceBetween, shortReference } from "../../scripts/reference.ts";
import { project, runConfig } from "./project.ts";

// `npm run generate` runs this file with --update, which writes what it finds stale.
const stale = "is stale: npm run generate";

test.each([
  { page: "README.md", name: "options", reference: shortReference() },
  { page: "docs/configuration.md", name: "options", reference: fullReference() },
  { page: "docs/engines.md", name: "engines", reference: enginesReference() },
  { page: "docs/adapters.md", name: "adapters", reference: adaptersReference() },
  { page: "docs/getting-started.md", name: "first-message", reference: firstMessageReference() },
  { page: "docs/fleet.md", name: "nodes", reference: nodesReference() },
  { page: "docs/conflicts.md", name: "rules", reference: conflictsReference() },
])("the $name in $page are those of the table", async ({ page, name, reference }) => {
  const file = atTop(page);
  const text = await readFile(file, "utf8");
  await expect(replaceBetween(text, name, reference), `${page} ${stale}`).toMatchFileSnapshot(file);
});

test("the example config sets everything to its default", async () => {
  const name = "sio.config.example.ts";
  await expect(exampleConfig(), `${name} ${stale}`).toMatchFileSnapshot(atTop(name));
});

test("the example config is accepted, and changes no default", async () => {
  const [example, none] = await Promise.all([
    runConfig({ cwd: atTop("."), args: ["--json", "--config", "sio.config.example.ts"] }),
    runConfig({ cwd: await project(), args: ["--json"] }),
  ]);
  expect(valuesOf(example.stdout)).toEqual(valuesOf(none.stdout));
});

function valuesOf(json: string): unknown {
  const settings: Record<string, { value: unknown }> = JSON.parse(json);
  return Object.entries(settings).map(([name, { value }]) => [name, value]);
}

function atTop(name: string): string {
  return fileURLToPath(new URL(`../../${name}`, import.meta.url));
}
