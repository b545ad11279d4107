import { readdir } from "node:fs/promises";
import { basename } from "node:path";

/**
 * @typedef {object} Setup
 * @property {string} node the Node binary that runs the servers
 * @property {Readonly<Record<string, string>>} packages folder of each package that the targets of this run need
 * @property {string} [file] the file that is saved, for a target that has one
 * @property {string} [brokerUrl] for a target that has a broker
 *
 * @typedef {object} Target a server to measure; a file in `targets/` exports it as `target`
 * @property {string} about
 * @property {readonly string[]} [needs] npm packages, `name@version`, that are installed outside the project before the first round
 * @property {readonly import("./requirements.mjs").Requirement[]} [requires] what the machine must have; where it has not, the target is left out
 * @property {keyof typeof import("./brokers.mjs").brokers} [broker] that is started for it
 * @property {{ readonly channels: readonly string[], readonly stream?: string }} [hears] where its servers listen on a Redis
 * @property {number} [nodes] how many of its servers run at once; 1 unless given
 * @property {string} [saves] the file in `apps/` of which a copy is served, and saved again and again (`saving.mjs`)
 * @property {boolean} [restarts] whether a save restarts the server, which takes so long that fewer saves must do
 * @property {import("../first-message/ways.mjs").Way} [way] what `first-message` goes, step by step
 * @property {(setup: Setup & { port: number }) => string[]} command MUST serve events "echo" (acks its argument),
 *   "broadcast" (emits its argument as "news" to everybody), "join" (puts the socket into the room of that name, and acks) and "room" (emits its
 *   second argument as "news" to the room that its first names) on that port of 127.0.0.1, unless its scenario asks for a program that ends
 *   (`program.mjs`) or for a way; runs in `apps/`
 *
 * @typedef {object} Figure a column of the table
 * @property {string} key
 * @property {string} title
 * @property {string} [unit]
 * @property {number} digits after the point
 * @property {boolean} [compared] shown as a ratio to the baseline too; the chart shows the first that is
 * @property {boolean} [moreIsBetter]
 *
 * @typedef {Readonly<Record<string, number>>} Figures by key
 *
 * @typedef {Readonly<{ connections?: number, [setting: string]: unknown }>} Settings of a case; each scenario knows its own
 *
 * @typedef {object} Scenario a file in `scenarios/` exports it as `scenario`
 * @property {string} about what a figure of it means
 * @property {readonly string[]} targets names; the first is the baseline, and its control is added where figures are compared
 * @property {number} rounds that count, unless the command line says otherwise
 * @property {Readonly<Record<string, Settings>>} cases by title
 * @property {readonly Figure[]} figures
 * @property {number} slices that a round of each target is cut into
 * @property {(trial: Trial) => Promise<Rig>} prepare starts what one target needs for one round; a rejection leaves nothing
 *   running and discards the round, and its message says why
 *
 * @typedef {object} Trial
 * @property {Target} target
 * @property {Setup} setup
 * @property {Settings} settings of the case
 * @property {number} sliceMs how long a slice lasts, where the scenario has a choice
 * @property {number} warmUpMs how long the load before the first slice lasts
 *
 * @typedef {object} Rig one target, ready to be measured
 * @property {() => Promise<void>} run one slice; a rejection discards the round
 * @property {() => Figures} figures of all slices; throws when they cannot be trusted
 * @property {() => Promise<void>} close MUST leave nothing running, also after a failed slice
 */

/** @returns {Promise<Readonly<Record<string, Scenario>>>} every scenario by its file's name */
export function loadScenarios() {
  return loadFolder("scenarios", "scenario");
}

/**
 * @returns {Promise<Readonly<Record<string, Target>>>} every target by its file's name, and as its own control, with "-again" behind the name
 */
export async function loadTargets() {
  const targets = await loadFolder("targets", "target");
  const about = "the control: what its ratios show besides 1 is noise";
  const controls = Object.entries(targets).map(([name, target]) => [controlOf(name), { ...target, about }]);
  return { ...targets, ...Object.fromEntries(controls) };
}

/**
 * The targets with the control of the first, so that every table with ratios shows what is noise.
 *
 * @param {readonly string[]} targets
 * @param {Scenario} scenario
 */
export function withControl(targets, { figures }) {
  const control = controlOf(targets[0]);
  if (targets.includes(control) || !figures.some(({ compared }) => compared)) return targets;
  return [...targets, control];
}

/** @param {string} target */
function controlOf(target) {
  return `${target}-again`;
}

/**
 * @param {string} folder beside this one
 * @param {string} exported the name that each file exports
 */
async function loadFolder(folder, exported) {
  const url = new URL(`../${folder}/`, import.meta.url);
  const files = (await readdir(url)).filter((file) => file.endsWith(".mjs")).sort();
  const entries = files.map(async (file) => [
    basename(file, ".mjs"),
    (await import(new URL(file, url).href))[exported],
  ]);
  return Object.fromEntries(await Promise.all(entries));
}
