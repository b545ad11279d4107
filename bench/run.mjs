/** `npm run bench`: runs the chosen scenarios and prints a table for each of their cases. See README.md. */
import { readArguments, usage } from "./lib/arguments.mjs";
import { loadScenarios, loadTargets } from "./lib/catalog.mjs";
import { facts, prepareMachine } from "./lib/machine.mjs";
import { installedPackage, nodeBinary } from "./lib/packages.mjs";
import { section, writeResults } from "./lib/results.mjs";
import { interleave } from "./lib/rounds.mjs";
import { caseTable } from "./lib/table.mjs";

const argv = process.argv.slice(2);
const targets = await loadTargets();
const { jobs, sliceMs, node, write, help } = readArguments(argv, await loadScenarios(), targets);

if (help) console.log(usage);
else await bench();

async function bench() {
  prepareMachine(Math.max(0, ...jobs.flatMap(({ cases }) => cases.map(([, settings]) => settings.connections ?? 0))));
  const needs = [...new Set(jobs.flatMap((job) => job.targets.flatMap((name) => targets[name].needs ?? [])))];
  const folders = needs.map(async (spec) => [spec, await installedPackage(spec)]);
  const setup = { node: await nodeBinary(node), packages: Object.fromEntries(await Promise.all(folders)) };
  const about = facts({
    node: setup.node,
    command: ["npm run bench --", ...argv.map(quoted)].join(" "),
    packages: needs,
  });
  console.log(
    Object.entries(about)
      .map(([name, fact]) => `${name}: ${fact}`)
      .join("\n"),
  );

  const sections = [];
  for (const job of jobs) {
    const tables = await runJob(job, setup);
    sections.push(section(`${job.name}, ${about.Runtime}`, job.scenario.about, about, tables));
  }
  if (write) await writeResults(sections);
}

/**
 * @param {import("./lib/arguments.mjs").Job} job
 * @param {import("./lib/catalog.mjs").Setup} setup
 */
async function runJob(job, setup) {
  const tables = [];
  for (const [title, settings] of job.cases) {
    console.log(`\n${job.name}, ${title}, ${job.rounds} rounds and a warm-up`);
    const prepare = (/** @type {string} */ target) =>
      job.scenario.prepare({ target: targets[target], setup, settings, sliceMs });
    const { slices } = job.scenario;
    const rounds = await interleave({ targets: job.targets, rounds: job.rounds, slices, prepare }, complain);
    const table = caseTable(job.scenario, job.targets, rounds);
    console.log(table);
    tables.push({ title, table });
  }
  return tables;
}

/** @param {import("./lib/rounds.mjs").Round} round */
function complain({ target, round, discarded }) {
  if (discarded !== undefined) console.error(`  round ${round} of ${target} does not count: ${discarded}`);
}

/** @param {string} argument */
function quoted(argument) {
  return /^[\w=@%+:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
