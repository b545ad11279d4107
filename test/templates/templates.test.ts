import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openChromium } from "../_support/chromium.ts";
import { startCli } from "../_support/cli.ts";
import { adminPassword, pageOf } from "./pages.ts";
import { languages, makeProjects, type Projects, templateNames } from "./projects.ts";

let projects: Projects;

beforeAll(async () => {
  projects = await makeProjects();
}, 120_000);

afterAll(() => projects.remove());

describe.each(templateNames)("the template %s", (template) => {
  test("has all that a project needs", async () => {
    const files = await readdir(projects.folderOf(template, "ts"));
    const needed = [".env.example", ".gitignore", "README.md", "package.json", "sio.config.ts", "tsconfig.json"];
    expect(files).toEqual(expect.arrayContaining(needed));
    expect(manifestOf(template, "ts").scripts).toMatchObject({ dev: /./, start: /./, test: /./, types: /./ });
  });

  test("asks in its package.json for all that it imports", async () => {
    const { dependencies, devDependencies } = manifestOf(template, "ts");
    const imported = await importedPackages(projects.folderOf(template, "ts"));
    expect(Object.keys({ ...dependencies, ...devDependencies })).toEqual(expect.arrayContaining(imported));
  });

  test("passes the type checker", { timeout: 60_000 }, async () => {
    await projects.run(projects.folderOf(template, "ts"), "tsc");
  });

  test.each(languages)("passes its own tests in %s", { timeout: 60_000 }, async (language) => {
    await projects.run(projects.folderOf(template, language), "vitest", "run");
  });

  test("is JavaScript and nothing else with --js", async () => {
    const files = await readdir(projects.folderOf(template, "js"), { recursive: true });
    expect(files.filter((file) => /\.tsx?$|tsconfig/.test(file) && !file.includes("node_modules"))).toEqual([]);
    const texts = files.filter((file) => /\.(jsx?|md|json|html)$/.test(file) && !file.includes("node_modules"));
    for (const file of texts) {
      const text = await readFile(join(projects.folderOf(template, "js"), file), "utf8");
      expect(text, file).not.toMatch(/\.tsx?\b|typescript|npm run types/i);
    }
  });

  test.for(languages)(
    "serves a page that two people use together in %s",
    { timeout: 60_000 },
    async (language, context) => {
      const browser = await openChromium(context);
      const cwd = projects.folderOf(template, language);
      if (manifestOf(template, language).scripts.build) await projects.run(cwd, "npm", "run", "build");
      const env = { ADMIN_PASSWORD: adminPassword };
      await using server = await startCli(["--mode", "production", "--port", "0"], { cwd, env });
      const open = async () => {
        const visitor = await browser.newContext();
        visitor.setDefaultTimeout(10_000);
        const page = await visitor.newPage();
        page.on("pageerror", (error) => onTestFinished(() => expect.unreachable(error.message)));
        await page.goto(server.url);
        return page;
      };
      await pageOf(template)({ one: await open(), two: await open() });
      expect(server.output()).not.toMatch(/\berror\b/);
    },
  );
});

/** The packages that the code of a project imports by name. */
async function importedPackages(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /^(?!node_modules).*\.tsx?$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const names = texts.flatMap((text) =>
    [...text.matchAll(/ from "((?:@[\w-]+\/)?[a-z][\w.-]*)/g)].map(([, name = ""]) => name),
  );
  return [...new Set(names)].filter((name) => name !== "node" && name !== "socket.io");
}

interface Manifest {
  readonly [section: string]: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}

function manifestOf(template: string, language: string): Manifest {
  return JSON.parse(readFileSync(join(projects.folderOf(template, language), "package.json"), "utf8"));
}
