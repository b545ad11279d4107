import { SioError } from "../../errors.ts";
import { textOf } from "../lines.ts";
import { packageVersion } from "../version.ts";
import type { Deployment } from "./deployment.ts";
import { probePath } from "./probe.ts";
import type { Target } from "./target.ts";

/** The long-term release of Node.js; `slim` has the C library that native packages are built for. */
const base = "node:24-slim";

/** An image that is built in stages and does not run as root. */
export const docker: Target = {
  here: false,

  files: (deployment) => ({ Dockerfile: dockerfile(deployment), ".dockerignore": ignored }),

  next: ({ name, port, graceSeconds, secrets }) => [
    `docker build -t ${name} .`,
    `docker run --init --read-only --tmpfs /tmp --stop-timeout ${graceSeconds} -p ${port}:${port} ` +
      `${secrets.map((variable) => `-e ${variable} `).join("")}${name}`,
  ],
};

function dockerfile(deployment: Deployment): string {
  const { install, builds, variables, args, config, port } = deployment;
  if (config.unixSocket !== undefined) {
    throw new SioError("usage", "A container is reached by its port, and the settings name a Unix socket.", {
      hint: "Leave unixSocket out of the settings for production.",
    });
  }
  const lists = ["package.json", install?.lock].filter(Boolean).join(" ");
  const settings = { NODE_ENV: config.mode, SIO_HOST: "0.0.0.0", PORT: String(port), ...variables };
  return textOf([
    "# The packages that the server needs. They are installed anew only when their list changes.",
    `FROM ${base} AS dependencies`,
    "WORKDIR /app",
    install && `COPY ${lists} ./`,
    `RUN ${install?.production ?? `npm install sio-serve@${packageVersion()}`}`,
    "",
    ...(install && builds
      ? [
          "# What the project builds, with all packages.",
          `FROM ${base} AS build`,
          "WORKDIR /app",
          `COPY ${lists} ./`,
          `RUN ${install.all}`,
          "COPY . .",
          "RUN npm run build && rm -rf node_modules",
          "",
        ]
      : []),
    `FROM ${base}`,
    "WORKDIR /app",
    "# In a container, every address is the container's own. A platform that chooses the port sets PORT.",
    ...Object.entries(settings).map(([name, value]) => `ENV ${name}=${quoted(value)}`),
    "COPY --from=dependencies /app/node_modules ./node_modules",
    install && builds ? "COPY --from=build /app ./" : "COPY . .",
    "# The files belong to root, so that the server cannot change itself.",
    "USER node",
    `EXPOSE ${port}`,
    ...healthLines(deployment),
    `CMD ${JSON.stringify(["node", "node_modules/sio-serve/bin/sio-serve.js", ...args])}`,
  ]);
}

function healthLines({ encrypted, config }: Deployment): readonly string[] {
  const path = probePath(config, "alive");
  if (path === undefined) return [];
  // It asks itself, by another name than that of its certificate.
  const trust = encrypted ? "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; " : "";
  const url = `'${encrypted ? "https" : "http"}://127.0.0.1:' + process.env.PORT + '${path}'`;
  const script = `${trust}fetch(${url}).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;
  return [
    "HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \\",
    `  CMD ${JSON.stringify(["node", "-e", script])}`,
  ];
}

function quoted(value: string): string {
  return `"${value.replace(/["\\$]/g, "\\$&")}"`;
}

const ignored = textOf([
  "# Installed anew in the image.",
  "node_modules",
  "# Not for whoever has the image: secrets are given when it runs.",
  ".env",
  ".env.*",
  "*.pem",
  "*.key",
  "# Of no use there.",
  ".git",
  "*.log",
  "coverage",
  "Dockerfile",
  ".dockerignore",
  "*.service",
  "kubernetes.yaml",
]);
