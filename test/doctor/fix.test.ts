import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Command } from "commander";
import { expect, test } from "vitest";
import { addDoctorCommand } from "../../src/cli/commands/doctor.ts";
import { plain } from "../../src/cli/terminal.ts";
import { runCli } from "../_support/cli.ts";
import type { TemporaryFolder } from "../_support/folder.ts";
import { writeProject } from "./project.ts";

const types = "@types/socket.io";
const offline = { npm_config_offline: "true", npm_config_audit: "false", npm_config_fund: "false" };
const doctor = ["doctor", "h.ts", "--port", "0", "--fix"];

/** A project with types that describe nothing, so that they can be removed safely, installed from a folder beside it by the real npm. */
async function withOldTypes(): Promise<TemporaryFolder> {
  const project = await writeProject({
    manifest: { devDependencies: { [types]: "file:./types" } },
    files: { "types/package.json": JSON.stringify({ name: types, version: "3.0.2" }) },
  });
  await promisify(execFile)("npm", ["install"], { cwd: project.path, env: { ...process.env, ...offline } });
  return project;
}

/** Whether the types are still installed and asked for. */
async function hasTypes({ path }: TemporaryFolder): Promise<boolean> {
  const manifest = await readFile(join(path, "package.json"), "utf8");
  expect(manifest.includes(types)).toBe(existsSync(join(path, "node_modules", types)));
  return manifest.includes(types);
}

test("--fix --yes shows the commands, runs them and looks again", async () => {
  await using project = await withOldTypes();
  const { status, stdout, stderr } = await runCli([...doctor, "--yes", "--quiet"], { cwd: project.path, env: offline });
  expect(status).toBe(0);
  expect(stderr).toContain(`In ${project.path}:\n  npm rm ${types}\n`);
  expect(stdout).toMatch(/^• C26 info /);
  expect(stdout).toMatch(/\nNo conflicts found .*\n$/);
  expect(await hasTypes(project)).toBe(false);
});

test("with --json, stdout has the object of what is left and nothing else", async () => {
  await using project = await withOldTypes();
  const { stdout } = await runCli([...doctor, "--yes", "--json"], { cwd: project.path, env: offline });
  expect(JSON.parse(stdout)).toMatchObject({ version: 1, ok: true, findings: [] });
});

test("without a terminal and --yes, nothing is done and the status says so", async () => {
  await using project = await withOldTypes();
  const { status, stderr } = await runCli(doctor, { cwd: project.path });
  expect(status).toBe(64);
  expect(stderr).toContain(`  npm rm ${types}\n`);
  expect(stderr).toContain("nobody is there to answer");
  expect(stderr).toContain("→ Let it do so without asking: sio doctor --fix --yes");
  expect(await hasTypes(project)).toBe(true);
});

test.each([
  ["", true],
  ["no", true],
  ["y", false],
])("at a terminal, the answer %j leaves them: %s", async (answer, stays) => {
  await using project = await withOldTypes();
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return answer;
  };
  await runInProcess(project, ask);
  expect(questions).toEqual(["Run them? (y/N) "]);
  expect(await hasTypes(project)).toBe(stays);
});

test("what is not safe is left to people", async () => {
  await using project = await writeProject({
    manifest: { dependencies: { "socket.io-redis": "^5.4.0" } },
    packages: { "socket.io-redis": "5.4.0" },
  });
  const { status, stderr } = await runCli([...doctor, "--yes"], { cwd: project.path });
  expect(status).toBe(1);
  expect(stderr).toBe("There is nothing that --fix could do safely.\n");
});

test("a command that fails ends it, with its name and status", async () => {
  await using project = await writeProject({
    manifest: { devDependencies: { [types]: "^3.0.0" } },
    packages: { [types]: "3.0.2" },
    files: { "pnpm-lock.yaml": "lockfileVersion: '9.0'\n", "bin/pnpm": "#!/bin/sh\nexit 3\n" },
  });
  await chmod(join(project.path, "bin/pnpm"), 0o755);
  const PATH = `${join(project.path, "bin")}:${process.env.PATH}`;
  const { status, stderr } = await runCli([...doctor, "--yes"], { cwd: project.path, env: { PATH } });
  expect(status).toBe(69);
  expect(stderr).toContain(`✖ pnpm rm ${types} ended with 3.\n`);
});

/** Runs the command without a process of its own, so that somebody can answer. */
async function runInProcess({ path }: TemporaryFolder, ask: (question: string) => Promise<string>): Promise<void> {
  const program = new Command("sio").exitOverride();
  const ignore = () => {};
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...offline };
  addDoctorCommand(program, {
    cwd: path,
    env,
    paint: { stdout: plain, stderr: plain },
    stdout: ignore,
    stderr: ignore,
    ask,
  });
  await program.parseAsync(doctor, { from: "user" });
  process.exitCode = undefined;
}
