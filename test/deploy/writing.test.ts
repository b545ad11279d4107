import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../_support/cli.ts";
import { deploy, project } from "./project.ts";

test("it names what it wrote, and what to do next", async () => {
  const folder = await project();
  expect(
    await deploy(folder, ["docker", "h.js", "--out", "deploy"], { SIO_ADAPTER: "redis://127.0.0.1" }),
  ).toMatchInlineSnapshot(`
    "deploy/Dockerfile
    deploy/.dockerignore

    Next:
      docker build -t my-chat .
      docker run --init --read-only --tmpfs /tmp --stop-timeout 15 -p 5000:5000 -e SIO_ADAPTER my-chat
    "
  `);
  expect(await readdir(join(folder.path, "deploy"))).toEqual([".dockerignore", "Dockerfile"]);
});

test("files that are there stay, unless --force says otherwise", async () => {
  const folder = await project({ Dockerfile: "mine" });
  const { status, stderr } = await runCli(["deploy-files", "docker", "h.js"], { cwd: folder.path });
  expect(status).toBe(64);
  expect(stderr).toContain("has files that would be overwritten:");
  expect(stderr).toMatch(/^ {4}Dockerfile$/m);
  expect(stderr).not.toContain(".dockerignore");
  expect(await readdir(folder.path)).not.toContain(".dockerignore");
  expect(await readFile(join(folder.path, "Dockerfile"), "utf8")).toBe("mine");
  await deploy(folder, ["docker", "h.js", "--force"]);
  expect(await readFile(join(folder.path, "Dockerfile"), "utf8")).toContain("FROM node:");
});

test("settings of a config file are left there, and read as in production", async () => {
  const config =
    'export default ({ mode }) => ({ handlers: "./h.js", pingTimeout: "5s", port: mode === "production" ? 8080 : 1 });\n';
  const folder = await project({ "sio.config.js": config, ".env": "SIO_CORS=https://a.example\n" });
  await deploy(folder, ["docker"]);
  const dockerfile = await readFile(join(folder.path, "Dockerfile"), "utf8");
  expect(dockerfile).toContain('ENV PORT="8080"');
  expect(dockerfile).toContain('ENV SIO_CORS="https://a.example"');
  expect(dockerfile).not.toContain("PING_TIMEOUT");
});

test("a certificate goes into no image", async () => {
  const folder = await project({ "c.pem": "", "k.pem": "" });
  const args = ["deploy-files", "docker", "h.js", "--tls-cert", "c.pem", "--tls-key", "k.pem"];
  const { status, stderr } = await runCli(args, { cwd: folder.path });
  expect(status).toBe(0);
  expect(stderr).toContain(`SIO_TLS_KEY is left out, because ${join(folder.path, "k.pem")} does not come along.`);
  expect(await readFile(join(folder.path, "Dockerfile"), "utf8")).not.toContain("SIO_TLS");
});

test.each([
  [["docker"], 64, "No handlers are named"],
  [["docker", "../h.js"], 64, "The handlers must be in the folder that is deployed"],
  [["docker", "h.js", "--unix-socket", "a.sock"], 64, "A container is reached by its port"],
  [["k8s", "h.js", "--unix-socket", "a.sock"], 64, "A pod is reached by its port"],
  [["heroku", "h.js"], 64, "docker, systemd, k8s"],
  [["docker", "h.js", "--out", "h.js"], 69, "The files cannot be written to"],
  [["docker", "h.js", "--port", "x"], 78, "--port must be"],
])("%j is refused", async (args, expected, message) => {
  const folder = await project();
  const { status, stdout, stderr } = await runCli(["deploy-files", ...args], { cwd: folder.path });
  expect([status, stdout]).toEqual([expected, ""]);
  expect(stderr).toContain(message);
  expect(await readdir(folder.path)).not.toContain("Dockerfile");
});

test.each([
  ['{"dependencies":{}}', "lack sio-serve"],
  ["{", "is not JSON"],
])("a package.json with which nothing could run is refused: %s", async (text, message) => {
  const folder = await project();
  await writeFile(join(folder.path, "package.json"), text);
  const { status, stderr } = await runCli(["deploy-files", "docker", "h.js"], { cwd: folder.path });
  expect([status, stderr]).toEqual([78, expect.stringContaining(message)]);
});
