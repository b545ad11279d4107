import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { validate as validateDockerfile } from "dockerfile-utils";
import { Deployment } from "kubernetes-models/apps/v1";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1";
import { Service } from "kubernetes-models/v1";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { deploy, project } from "./project.ts";

const kinds = { Deployment, PodDisruptionBudget, Service };

test.for([
  { args: [] },
  { args: ["--no-health"] },
  { args: ["--transports", "websocket", "--drain-delay", "1500ms"] },
  { args: ["--adapter", "redis://:pssst@redis:6379", "--static", "public", "--workers", "2"] },
])("Kubernetes' own schemas accept the manifest of $args", async ({ args }) => {
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
  async ({ args }) => {
    const folder = await project({ "public/index.html": "" });
    await deploy(folder, ["docker", "h.js", ...args]);
    expect(validateDockerfile(await readFile(join(folder.path, "Dockerfile"), "utf8"))).toEqual([]);
    expect(validateDockerfile("FROM node\nHEALTHCHEK x\n"), "the checker does check").toHaveLength(1);
  },
);

function modelOf(document: { readonly kind: string }) {
  const Kind = kinds[document.kind as keyof typeof kinds];
  return new Kind(document as never);
}
