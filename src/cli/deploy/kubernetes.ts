import { SioError } from "../../errors.ts";
import { textOf } from "../lines.ts";
import type { Deployment } from "./deployment.ts";
import { probePath } from "./probe.ts";
import type { Target } from "./target.ts";

const file = "kubernetes.yaml";

/** How long a stopping pod still takes clients, until every node of the cluster knows; in seconds. */
const noticeSeconds = 5;

/** A Deployment, a Service and a PodDisruptionBudget. */
export const kubernetes: Target = {
  here: false,

  files: (deployment) => ({ [file]: manifest(deployment) }),

  next: ({ name, secrets }) => [
    `# Put the image that your cluster can pull into ${file}, in the place of ${name}:latest.`,
    ...(secrets.length === 0
      ? []
      : [
          `kubectl create secret generic ${name} ${secrets.map((variable) => `--from-literal=${variable}=…`).join(" ")}`,
        ]),
    `kubectl apply -f ${file}`,
    `kubectl rollout status deployment/${name}`,
  ],
};

function manifest(deployment: Deployment): string {
  const { config } = deployment;
  if (config.unixSocket !== undefined) {
    throw new SioError("usage", "A pod is reached by its port, and the settings name a Unix socket.", {
      hint: "Leave unixSocket out of the settings for production.",
    });
  }
  return textOf([
    ...workload(deployment),
    "---",
    ...service(deployment),
    "---",
    "# A node that is emptied for maintenance takes one pod at a time.",
    "apiVersion: policy/v1",
    "kind: PodDisruptionBudget",
    `metadata: { name: ${deployment.name} }`,
    "spec:",
    "  maxUnavailable: 1",
    `  selector: { matchLabels: { app: ${deployment.name} } }`,
  ]);
}

function workload(deployment: Deployment): readonly string[] {
  const { name, port, graceSeconds, config } = deployment;
  return [
    "apiVersion: apps/v1",
    "kind: Deployment",
    "metadata:",
    `  name: ${name}`,
    `  labels: { app: ${name} }`,
    "spec:",
    ...(config.adapter === undefined
      ? ["  # More than one need a broker by which they act as one: --adapter redis://…", "  replicas: 1"]
      : ["  replicas: 2"]),
    "  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }",
    `  selector: { matchLabels: { app: ${name} } }`,
    "  template:",
    `    metadata: { labels: { app: ${name} } }`,
    "    spec:",
    "      # preStop, then the time that running handlers have.",
    `      terminationGracePeriodSeconds: ${noticeSeconds + graceSeconds}`,
    "      automountServiceAccountToken: false",
    "      securityContext:",
    "        runAsNonRoot: true",
    "        runAsUser: 1000",
    "        runAsGroup: 1000",
    "        seccompProfile: { type: RuntimeDefault }",
    "      containers:",
    `        - name: ${name}`,
    `          image: ${name}:latest`,
    "          ports:",
    `            - { name: http, containerPort: ${port} }`,
    "          env:",
    ...environment(deployment),
    ...probes(deployment),
    "          lifecycle:",
    "            # The port stays open until every node has taken the pod out of its list.",
    `            preStop: { exec: { command: [sleep, "${noticeSeconds}"] } }`,
    "          resources:",
    "            requests: { cpu: 100m, memory: 128Mi }",
    "            limits: { memory: 512Mi }",
    "          securityContext:",
    "            allowPrivilegeEscalation: false",
    "            readOnlyRootFilesystem: true",
    "            capabilities: { drop: [ALL] }",
    "          volumeMounts:",
    "            - { name: tmp, mountPath: /tmp }",
    "      volumes:",
    "        - { name: tmp, emptyDir: {} }",
  ];
}

function environment({ name, port, config, variables, secrets }: Deployment): readonly string[] {
  const plain = { NODE_ENV: config.mode, SIO_HOST: "0.0.0.0", SIO_PORT: String(port), ...variables };
  return [
    ...Object.entries(plain).map(([key, value]) => `            - { name: ${key}, value: ${quoted(value)} }`),
    ...secrets.map(
      (key) => `            - { name: ${key}, valueFrom: { secretKeyRef: { name: ${name}, key: ${key} } } }`,
    ),
  ];
}

/** Kubernetes puts other variables into the place of `$(NAME)`. */
function quoted(value: string): string {
  return JSON.stringify(value.replaceAll("$(", "$$$$("));
}

function probes({ config, encrypted }: Deployment): readonly string[] {
  const ask = (about: "alive" | "ready") => {
    const path = probePath(config, about);
    if (path === undefined) return "tcpSocket: { port: http }";
    return `httpGet: { path: ${path}, port: http${encrypted ? ", scheme: HTTPS" : ""} }`;
  };
  return [
    `          startupProbe: { ${ask("alive")}, periodSeconds: 1, failureThreshold: 60 }`,
    `          livenessProbe: { ${ask("alive")}, periodSeconds: 10, timeoutSeconds: 3 }`,
    `          readinessProbe: { ${ask("ready")}, periodSeconds: 3, timeoutSeconds: 3 }`,
  ];
}

function service({ name, port, config }: Deployment): readonly string[] {
  const polls = config.transports.includes("polling");
  return [
    "apiVersion: v1",
    "kind: Service",
    `metadata: { name: ${name} }`,
    "spec:",
    `  selector: { app: ${name} }`,
    "  ports:",
    `    - { name: http, port: ${port}, targetPort: http }`,
    ...(polls
      ? [
          "  # A client that polls sends its requests over many connections, and only the pod that began its session knows it.",
          "  # An ingress controller that goes past the Service to the pods needs the same of its own; for ingress-nginx:",
          '  # nginx.ingress.kubernetes.io/upstream-hash-by: "$remote_addr"',
          "  sessionAffinity: ClientIP",
        ]
      : []),
  ];
}
