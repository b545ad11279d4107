/** `npm run bench`: runs the chosen scenarios and prints a table for each of their cases. See README.md. */
import { readArguments, usage } from "./lib/arguments.mjs";
import { loadScenarios, loadTargets, withControl } from "./lib/catalog.mjs";
import { chart } from "./lib/chart.mjs";
import { askMachine } from "./lib/left-out.mjs";
import { facts, prepareMachine } from "./lib/machine.mjs";
import { installedPackage, nodeBinary } from "./lib/packages.mjs";
import { writeResults } from "./lib/results.mjs";
import { interleave } from "./lib/rounds.mjs";
import { discards, standings } from "./lib/summary.mjs";
import { caseTable } from "./lib/table.mjs";

const argv = process.argv.slice(2);
const targets = await loadTargets();
const { jobs, sliceMs, warmUpMs, node, write, help } = readArguments(argv, await loadScenarios(), targets);

if (help) console.log(usage);
else await bench();

async function bench() {
  prepareMachine(Math.max(0, ...jobs.flatMap(({ cases }) => cases.map(([, settings]) => settings.connections ?? 0))));
  const { versions, leftOut } = askMachine(
    [...new Set(jobs.flatMap((job) => job.targets))].map((name) => /** @type {const} */ ([name, targets[name]])),
  );
  for (const [name, reason] of leftOut) console.error(`${name} is left out: ${reason}`);
  const possible = jobs
    .map((job) => ({ ...job, targets: job.targets.filter((name) => !leftOut.has(name)) }))
    .filter((job) => job.targets.length > 0)
    .map((job) => ({ ...job, targets: withControl(job.targets, job.scenario) }));
  const needs = [...new Set(possible.flatMap((job) => job.targets.flatMap((name) => targets[name].needs ?? [])))];
  const folders = needs.map(async (spec) => [spec, await installedPackage(spec)]);
  const setup = { node: await nodeBinary(node), packages: Object.fromEntries(await Promise.all(folders)) };
  const about = facts({
    node: setup.node,
    command: ["npm run bench --", ...argv.map(quoted)].join(" "),
    packages: [...versions, ...needs],
    leftOut,
  });
  console.log(
    Object.entries(about)
      .map(([name, fact]) => `${name}: ${fact}`)
      .join("\n"),
  );

  const sections = [];
  for (const job of possible) {
    const cases = await runJob(job, setup);
    sections.push({
      title: `${job.name}, ${about.Runtime}`,
      about: job.scenario.about,
      facts: about,
      cases,
      chart: chart(job.name, job.scenario, cases),
    });
  }
  if (write) await writeResults(sections);
}

/**
 * @param {import("./lib/arguments.mjs").Job} job
 * @param {import("./lib/catalog.mjs").Setup} setup
 */
async function runJob(job, setup) {
  const cases = [];
  for (const [title, settings] of job.cases) {
    console.log(`\n${job.name}, ${title}, ${job.rounds} rounds and a warm-up`);
    const prepare = (/** @type {string} */ target) =>
      job.scenario.prepare({ target: targets[target], setup, settings, sliceMs, warmUpMs });
    const { slices } = job.scenario;
    const rounds = await interleave({ targets: job.targets, rounds: job.rounds, slices, prepare }, complain);
    const standing = standings(job.scenario, job.targets, rounds);
    const table = caseTable(job.scenario, standing);
    console.log(table);
    cases.push({ title, table, standings: standing, remarks: discards(rounds) });
  }
  return cases;
}

/** @param {import("./lib/rounds.mjs").Round} round */
function complain({ target, round, discarded }) {
  if (discarded !== undefined) console.error(`  round ${round} of ${target} does not count: ${discarded}`);
}

/** @param {string} argument */
function quoted(argument) {
  return /^[\w=@%+:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
