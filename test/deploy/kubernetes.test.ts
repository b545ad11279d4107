import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { deploy, project } from "./project.ts";

async function manifestFor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const folder = await project();
  await deploy(folder, ["k8s", "h.js", ...args], env);
  const text = await readFile(join(folder.path, "kubernetes.yaml"), "utf8");
  const documents = parseAllDocuments(text, { strict: true });
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  const [deployment, service, budget] = documents.map((document) => document.toJS());
  return { text, deployment, service, budget };
}

test("what is selected is what runs, and the port is the same all the way", async () => {
  const { deployment, service, budget } = await manifestFor(["--port", "8080"]);
  expect([deployment.kind, service.kind, budget.kind]).toEqual(["Deployment", "Service", "PodDisruptionBudget"]);
  const { labels } = deployment.spec.template.metadata;
  expect(labels).toEqual({ app: "my-chat" });
  expect([deployment.spec.selector.matchLabels, service.spec.selector, budget.spec.selector.matchLabels]).toEqual([
    labels,
    labels,
    labels,
  ]);
  const [container] = deployment.spec.template.spec.containers;
  expect(container.ports).toEqual([{ name: "http", containerPort: 8080 }]);
  expect(container.env).toContainEqual({ name: "SIO_PORT", value: "8080" });
  expect(service.spec.ports).toEqual([{ name: "http", port: 8080, targetPort: "http" }]);
  expect(container.readinessProbe.httpGet).toEqual({ path: "/readyz", port: "http" });
  expect(container.livenessProbe.httpGet).toEqual({ path: "/healthz", port: "http" });
});

test("a pod that stops has time for preStop, the drain delay and its handlers", async () => {
  const { deployment } = await manifestFor(["--shutdown-timeout", "30s", "--drain-delay", "1500ms"]);
  const { terminationGracePeriodSeconds, containers } = deployment.spec.template.spec;
  expect(containers[0].lifecycle.preStop.exec.command).toEqual(["sleep", "5"]);
  expect(terminationGracePeriodSeconds).toBe(5 + 32 + 5);
});

test("several pods only with a broker, whose URL comes from a secret; polling sticks to a pod", async () => {
  const url = "redis://:canary@redis:6379";
  const { deployment, service, text } = await manifestFor(["--adapter", url]);
  expect(deployment.spec.replicas).toBe(2);
  expect(deployment.spec.template.spec.containers[0].env).toContainEqual({
    name: "SIO_ADAPTER",
    valueFrom: { secretKeyRef: { name: "my-chat", key: "SIO_ADAPTER" } },
  });
  expect(text).not.toContain("canary");
  expect(service.spec.sessionAffinity).toBe("ClientIP");
  const alone = await manifestFor(["--transports", "websocket"]);
  expect(alone.deployment.spec.replicas).toBe(1);
  expect(alone.service.spec).not.toHaveProperty("sessionAffinity");
});

test("nothing runs as root, and Kubernetes expands no value", async () => {
  const { deployment } = await manifestFor(["--path", "/$(HOME)", "--no-health"]);
  const { securityContext, containers } = deployment.spec.template.spec;
  expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
  expect(containers[0].securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
  });
  expect(containers[0].env).toContainEqual({ name: "SIO_PATH", value: "/$$(HOME)" });
  expect(containers[0].livenessProbe.tcpSocket).toEqual({ port: "http" });
});
