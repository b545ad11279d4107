import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, type TestContext, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { deploy, project } from "./project.ts";

const require = createRequire(import.meta.url);

/** The kinds of one version of Kubernetes' API, each checked by its own schema. */
type Kinds = Readonly<Record<string, new (data: unknown) => { validate(): void }>>;

/** What reads a Dockerfile and says what is wrong with it. */
interface DockerfileChecker {
  validate(text: string): readonly { readonly message: string }[];
}

test.for([
  { args: [] },
  { args: ["--no-health"] },
  { args: ["--transports", "websocket", "--drain-delay", "1500ms"] },
  { args: ["--adapter", "redis://:pssst@redis:6379", "--static", "public", "--workers", "2"] },
])("Kubernetes' own schemas accept the manifest of $args", async ({ args }, context) => {
  checker("kubernetes-models", context);
  const folder = await project({ "public/index.html": "" });
  await deploy(folder, ["k8s", "h.js", ...args]);
  const text = await readFile(join(folder.path, "kubernetes.yaml"), "utf8");
  const documents = parseAllDocuments(text).map((document) => document.toJS());
  expect(documents).toHaveLength(3);
  for (const document of documents) modelOf(document).validate();
  const [deployment] = documents;
  const wrong = { ...deployment, spec: { ...deployment.spec, replicas: "two" } };
  expect(() => modelOf(wrong).validate(), "the schema does check").toThrow("data/spec/replicas must be integer");
});

test.for([{ args: [] }, { args: ["--static", "public"] }])(
  "the Dockerfile of $args has no mistake",
  async ({ args }, context) => {
    const { validate } = checker("dockerfile-utils", context) as DockerfileChecker;
    const folder = await project({ "public/index.html": "" });
    await deploy(folder, ["docker", "h.js", ...args]);
    expect(validate(await readFile(join(folder.path, "Dockerfile"), "utf8"))).toEqual([]);
    expect(validate("FROM node\nHEALTHCHEK x\n"), "the checker does check").toHaveLength(1);
  },
);

function modelOf(document: { readonly apiVersion: string; readonly kind: string }) {
  const Model = (require(`kubernetes-models/${document.apiVersion}`) as Kinds)[document.kind];
  if (!Model) throw new Error(`${document.apiVersion} has no ${document.kind}.`);
  return new Model(document);
}

/** Loads what checks; where it is not installed the test is skipped and says so, and with `CI=true` it fails. */
function checker(name: string, test: TestContext): unknown {
  try {
    return require(name);
  } catch (cause) {
    const missing = `${name} is not installed: npm install`;
    if (process.env.CI === "true") throw new Error(missing, { cause });
    return test.skip(missing);
  }
}
