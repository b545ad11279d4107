import { realpathSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "../lines.ts";
import { isInside } from "./carried.ts";
import type { Deployment } from "./deployment.ts";
import { sandbox } from "./systemd-sandbox.ts";
import { argument, assignment, plain } from "./systemd-words.ts";
import type { Target } from "./target.ts";

/** Statuses after which starting again would end the same way: the command line, the handlers or a setting is wrong. */
const hopeless = "64 65 66 78";

/** A unit of systemd 247 or newer, for this machine and this folder. */
export const systemd: Target = {
  here: true,

  files: (deployment) => ({ [`${deployment.name}.service`]: unit(deployment) }),

  next: ({ name, folder, secrets }) => [
    ...(isPrivate(folder)
      ? [`# Only its owner may enter ${folder}: move the project, such as to /srv/${name}, and write the unit there.`]
      : []),
    ...(secrets.length === 0
      ? []
      : [
          `sudo install -m 600 /dev/null /etc/${name}.env && sudoedit /etc/${name}.env  # ${secrets.map((variable) => `${variable}=…`).join(" ")}`,
        ]),
    `sudo cp ${name}.service /etc/systemd/system/ && sudo systemctl daemon-reload`,
    `sudo systemctl enable --now ${name}`,
  ],
};

function unit(deployment: Deployment): string {
  const { name, folder, args, graceSeconds } = deployment;
  const files = credentials(deployment);
  return textOf([
    "[Unit]",
    `Description=${name}, served by sio-serve`,
    "Wants=network-online.target",
    "After=network-online.target",
    "",
    "[Service]",
    "Type=exec",
    "# A user of its own, who is there only while the server runs and owns nothing else.",
    "DynamicUser=yes",
    `WorkingDirectory=${plain(folder)}`,
    `ExecStart=${[process.execPath, programIn(deployment), ...args].map(argument).join(" ")}`,
    "# systemctl reload puts new handlers in force, and clients stay.",
    "ExecReload=/bin/kill -HUP $MAINPID",
    ...Object.entries(variablesOf(deployment)).map(([variable, value]) => `Environment=${assignment(variable, value)}`),
    ...files.map(({ id, file }) => `LoadCredential=${id}:${plain(file)}`),
    ...files.map(({ id, variable }) => `Environment=${variable}=%d/${id}`),
    "# Secrets, a NAME=value on each line, in a file that only root may read.",
    `EnvironmentFile=-/etc/${name}.env`,
    "Restart=on-failure",
    "RestartSec=1s",
    "# The command line, the handlers or a setting is wrong, and would be again.",
    `RestartPreventExitStatus=${hopeless}`,
    "# Running handlers finish first.",
    `TimeoutStopSec=${graceSeconds}s`,
    "KillMode=mixed",
    "LimitNOFILE=65536",
    `# Handlers may write to /var/lib/${name}, and to a /tmp of their own.`,
    `StateDirectory=${name}`,
    `RuntimeDirectory=${name}`,
    "",
    ...sandbox({
      privileged: isPrivileged(deployment),
      home: [folder, process.execPath].some(isPrivate),
      open: isOpen(deployment),
    }),
    "",
    "[Install]",
    "WantedBy=multi-user.target",
  ]);
}

/** The project's own copy, else the one that runs now. */
function programIn({ folder, install }: Deployment): string {
  const [, running = ""] = process.argv;
  return install ? join(folder, "node_modules/sio-serve/bin/sio-serve.js") : realpathSync(running);
}

function variablesOf({ name, config, port, variables, outside }: Deployment): Readonly<Record<string, string>> {
  const { host, mode, unixSocket } = config;
  const place =
    unixSocket === undefined
      ? { SIO_HOST: host, SIO_PORT: String(port) }
      : { SIO_UNIX_SOCKET: `/run/${name}/sio.sock` };
  const others = Object.entries({ ...variables, ...outside }).filter(
    ([variable]) => !Object.hasOwn(credentialIds, variable),
  );
  return { NODE_ENV: mode, ...place, ...Object.fromEntries(others) };
}

/** Files that the server's user could not read: systemd hands them over. */
const credentialIds = { SIO_TLS_CERT: "tls-cert", SIO_TLS_KEY: "tls-key", SIO_TLS_CA: "tls-ca" } as const;

function credentials({ config: { tlsCert, tlsKey, tlsCa } }: Deployment) {
  const files = { SIO_TLS_CERT: tlsCert, SIO_TLS_KEY: tlsKey, SIO_TLS_CA: tlsCa } as const;
  const variables = Object.keys(credentialIds) as (keyof typeof credentialIds)[];
  return variables.flatMap((variable) => {
    const file = files[variable];
    return file === undefined ? [] : [{ variable, id: credentialIds[variable], file }];
  });
}

/** Ports that only root may listen on. */
function isPrivileged({ config, port }: Deployment): boolean {
  return config.unixSocket === undefined && port < 1_024;
}

/** A proxy, which is somebody else, must be able to write to a Unix socket. */
function isOpen({ config }: Deployment): boolean {
  return config.unixSocket !== undefined;
}

function isPrivate(path: string): boolean {
  return ["/root", "/home"].some((home) => isInside(path, home));
}
