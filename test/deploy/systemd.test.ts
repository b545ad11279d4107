import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { missingProgram, needs } from "../_support/needs.ts";
import { deploy, project, run } from "./project.ts";

const unit = "my-chat.service";

beforeEach((context) => needs(context, missingProgram("systemd-analyze", "systemd")));

test.each<[what: string, args: readonly string[]]>([
  ["the defaults", []],
  ["a port of the system's", ["--port", "443"]],
  ["a Unix socket", ["--unix-socket", "a.sock"]],
  ["characters that systemd reads", ["--path", "/100%/$x", "--cors", 'https://a.example,capacitor://"b"']],
])("systemd takes the unit and finds it closed: %s", async (_, args) => {
  const folder = await project({ "node_modules/sio-serve/bin/sio-serve.js": "" });
  await deploy(folder, ["systemd", "h.js", ...args]);
  const { stdout, stderr } = await run("systemd-analyze", ["verify", `./${unit}`], { cwd: folder.path });
  expect(stdout + stderr).not.toContain(unit);
  const { stdout: judged } = await run("systemd-analyze", ["security", "--offline=true", "--no-pager", `./${unit}`], {
    cwd: folder.path,
  });
  const [, exposure] = /Overall exposure level.*: ([\d.]+)/.exec(judged) ?? [];
  expect(Number(exposure)).toBeLessThan(2.5);
});

test("the unit is filled from the settings in force", async () => {
  const folder = await project({
    "c.pem": "",
    "k.pem": "",
    "sio.config.js": 'export default { pingTimeout: "5s" };\n',
  });
  await deploy(
    folder,
    [
      "systemd",
      "h.js",
      "--shutdown-timeout",
      "30s",
      "--drain-delay",
      "5s",
      "--tls-cert",
      "c.pem",
      "--tls-key",
      "k.pem",
    ],
    {
      SIO_ADAPTER: "redis://:canary@127.0.0.1:6379",
      SIO_CHANNEL: "chat",
    },
  );
  const lines = (await readFile(join(folder.path, unit), "utf8")).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      `WorkingDirectory=${folder.path}`,
      `ExecStart=${process.execPath} ${folder.path}/node_modules/sio-serve/bin/sio-serve.js h.js`,
      "DynamicUser=yes",
      "TimeoutStopSec=40s",
      "Environment=NODE_ENV=production",
      "Environment=SIO_PORT=5000",
      "Environment=SIO_CHANNEL=chat",
      `LoadCredential=tls-key:${folder.path}/k.pem`,
      "Environment=SIO_TLS_KEY=%d/tls-key",
      "EnvironmentFile=-/etc/my-chat.env",
    ]),
  );
  expect(lines.join("\n")).not.toMatch(/canary|SIO_ADAPTER|PING_TIMEOUT/);
});
