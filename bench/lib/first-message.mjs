import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { openRegistry } from "../first-message/registry.mjs";
import { untilListening } from "../load/listening.mjs";
import { cores, startPinned } from "./children.mjs";
import { cacheFolder, projectFolder } from "./folders.mjs";
import { freePort } from "./ports.mjs";

const deadlineMs = 240_000;
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const client = join(projectFolder, "node_modules/socket.io-client/dist/socket.io.min.js");

/**
 * What `firstMessage` measures, as columns.
 *
 * @type {readonly import("./catalog.mjs").Figure[]}
 */
export const messageFigures = [
  { key: "seconds", title: "first message", unit: "s", digits: 1 },
  { key: "commands", title: "commands typed", digits: 0 },
  { key: "files", title: "files written by hand", digits: 0 },
  { key: "lines", title: "lines in them", digits: 0 },
  { key: "keeps", title: "a save keeps clients", digits: 0 },
  { key: "types", title: "types", digits: 0 },
  { key: "tests", title: "tests", digits: 0 },
];

/**
 * A scenario's `prepare`: each slice goes a target's way in an empty folder, command after command, until the page shows what the server has answered.
 * The time of people, typing, is not in it. npm's cache is empty with `cold`, and otherwise has what the round before left in it.
 *
 * @param {import("./catalog.mjs").Trial} trial
 * @returns {Promise<import("./catalog.mjs").Rig>}
 */
export async function firstMessage({ target, settings }) {
  const { way } = target;
  if (!way) throw new Error("This target has no way to a first message.");
  const executablePath = browsers.find((path) => existsSync(path));
  if (!executablePath) throw new Error("Chromium is not installed: apt-get install chromium");
  // The other scenarios have no use for it, and it takes long to load.
  const { chromium } = await import("playwright-core");
  const [browser, registry] = await Promise.all([
    chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-quic"] }),
    openRegistry(),
  ]);
  const folder = await mkdtemp(join(tmpdir(), "sio-serve-bench-first-"));
  const cache = settings.cold ? join(folder, "cache") : join(cacheFolder, "npm");
  /** @type {import("./catalog.mjs").Figures} */
  let figures = {};
  return {
    async run() {
      const port = await freePort();
      // What npx has installed is no cache of npm's: a newcomer has nothing there.
      await rm(join(cache, "_npx"), { recursive: true, force: true });
      const home = await mkdtemp(join(folder, "home-"));
      const env = environment({ home, cache, registry: registry.url, port });
      const steps = way.steps(port);
      const startedAt = performance.now();
      const server = await goThrough(steps, { cwd: await mkdtemp(join(folder, "empty-")), env });
      try {
        await Promise.race([visit(browser, port, way.visit), server.broken]);
        figures = { seconds: (performance.now() - startedAt) / 1_000, ...effort(steps), ...way.gains };
      } finally {
        await server.kill();
      }
    },
    figures: () => figures,
    async close() {
      await Promise.all([browser.close(), registry.close()]);
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** @param {readonly import("../first-message/ways.mjs").Step[]} steps */
function effort(steps) {
  const files = steps.flatMap((step) => ("file" in step ? [step.text] : []));
  const lines = files.reduce((sum, text) => sum + text.trimEnd().split("\n").length, 0);
  return { commands: steps.length - files.length, files: files.length, lines };
}

/**
 * Goes all steps, and resolves when the last is under way.
 *
 * @param {readonly import("../first-message/ways.mjs").Step[]} steps
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 */
async function goThrough(steps, { cwd: empty, env }) {
  let cwd = empty;
  const start = (/** @type {string} */ line) => startPinned(["sh", "-c", line], { core: cores.both, cwd, env });
  for (const step of steps.slice(0, -1)) {
    if ("file" in step) {
      await mkdir(dirname(join(cwd, step.file)), { recursive: true });
      await writeFile(join(cwd, step.file), step.text);
    } else if (step.type.startsWith("cd ")) cwd = join(cwd, step.type.slice("cd ".length));
    else if (!step.untimed) await finished(step.type, start(step.type));
  }
  const last = steps.at(-1);
  if (!last || "file" in last) throw new Error("The last step must be the command that serves.");
  const { ended, kill } = start(last.type);
  const broken = ended.then(({ complaint }) => Promise.reject(new Error(`${last.type} ended: ${complaint}`)));
  broken.catch(() => {});
  return { broken, kill };
}

/**
 * @param {string} line
 * @param {ReturnType<typeof startPinned>} child
 */
async function finished(line, { ended, kill }) {
  const deadline = setTimeout(kill, deadlineMs);
  const { status, complaint } = await ended;
  clearTimeout(deadline);
  if (status !== 0) throw new Error(`${line} failed: ${complaint || `no end within ${deadlineMs / 1_000} s`}`);
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {number} port
 * @param {import("../first-message/ways.mjs").Visit} visit
 */
async function visit(browser, port, { fill, press, shows }) {
  await untilListening(port, AbortSignal.timeout(deadlineMs));
  const page = await browser.newPage();
  try {
    await page.route("https://cdn.socket.io/**", (route) => route.fulfill({ path: client }));
    await page.goto(`http://127.0.0.1:${port}/`);
    if (fill) await page.fill(...fill);
    if (press) await page.click(press);
    await page.getByText(shows).first().waitFor();
  } finally {
    await page.close();
  }
}

/** @param {{ home: string, cache: string, registry: string, port: number }} options */
function environment({ home, cache, registry, port }) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith("npm_"));
  const global = join(home, "global");
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    PORT: String(port),
    PATH: [join(global, "bin"), dirname(process.execPath), process.env.PATH].join(delimiter),
    npm_config_cache: cache,
    npm_config_prefix: global,
    npm_config_registry: registry,
    npm_config_update_notifier: "false",
  };
}
