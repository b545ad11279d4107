import type { Config, OptionName } from "../config/options.ts";
import { unmetBy } from "../conflicts/settings-engine.ts";
import type { Engine, Habitat, Open } from "../engines/engine.ts";
import { type EngineName, engineNames, engines } from "../engines/index.ts";
import { SioError } from "../errors.ts";
import { asksFor } from "../lib/optional-package.ts";
import { currentRuntime, type Runtime, runtimeTitles } from "../lib/runtime.ts";

/** The engine that a server runs on. */
export interface ChosenEngine {
  readonly name: EngineName;
  readonly open: Open;
  /** Why `auto` has not taken a faster one that is installed, a sentence each. */
  readonly passedOver: readonly string[];
}

/** Where the server will run. */
export interface Surroundings {
  /** The folder of the project. */
  readonly root: string;
  /** Whether it is put on a server of the program's own. */
  readonly attached: boolean;
  /** Whether it is one of several processes. */
  readonly isWorker: boolean;
}

/**
 * Loads the engine that the settings name, or with `auto` the fastest whose package the project asks for, that loads, and that can do all
 * that the settings ask.
 *
 * @throws SioError `config` if the one that is named cannot be used
 */
export async function chooseEngine(config: Config, surroundings: Surroundings): Promise<ChosenEngine> {
  const { engine: name } = config;
  if (name === "auto") return chooseBest(config, surroundings);
  const engine: Engine = engines[name];
  const why = whyUnfit(name, engine, surroundings);
  if (why) throw why;
  return { name, open: await engine.load(surroundings.root), passedOver: [] };
}

async function chooseBest(config: Config, surroundings: Surroundings): Promise<ChosenEngine> {
  const passedOver: string[] = [];
  for (const name of engineNames) {
    const engine: Engine = engines[name];
    const { needs } = engine;
    if (needs && !asksFor(needs.name, surroundings.root)) continue;
    if (whyUnfit(name, engine, surroundings)) continue;
    const unmet = unmetBy(engine, config);
    if (unmet.length > 0) passedOver.push(sentenceOf(name, unmet));
    else {
      try {
        return { name, open: await engine.load(surroundings.root), passedOver };
      } catch (error) {
        if (!(error instanceof SioError)) throw error;
        passedOver.push(error.message);
      }
    }
  }
  if (surroundings.isWorker) throw noWorkers(passedOver);
  throw new Error("No engine can do what the settings ask, though the rules have let them through.");
}

function sentenceOf(name: EngineName, unmet: readonly OptionName[]): string {
  return `The engine ${name} is faster, and cannot do what ${unmet.join(" and ")} ${unmet.length === 1 ? "asks" : "ask"} for.`;
}

/** Why an engine cannot be used in this process. */
function whyUnfit(name: EngineName, engine: Engine, { attached, isWorker }: Surroundings): SioError | undefined {
  const { runtimes, mounts, workersIn } = engine;
  const runtime = currentRuntime();
  if (!runtimes.includes(runtime)) {
    const [needed = "node"] = runtimes;
    return new SioError(
      "config",
      `The engine ${name} runs in ${runtimeTitles[needed]}, and this is ${runtimeTitles[runtime]}.`,
      {
        hint: `${commands[needed]}, or leave the choice to --engine auto.`,
      },
    );
  }
  if (attached && !mounts) {
    return new SioError("config", `The engine ${name} listens by itself, and cannot be put on a server of yours.`, {
      hint: `Leave engine out, or call run() in the place of attach().`,
    });
  }
  if (isWorker && !isAtHome(workersIn, runtime)) {
    const home = [...workersIn.runtimes.map((one) => runtimeTitles[one]), ...(workersIn.systems ?? [])].join(" on ");
    return new SioError("config", `The engine ${name} has workers in ${home} alone.`, {
      hint: "Leave --workers out, or choose another engine.",
    });
  }
  return undefined;
}

/** There is always an engine that needs nothing installed, but it does not have workers everywhere. */
function noWorkers(passedOver: readonly string[]): SioError {
  const runtime = currentRuntime();
  const able = Object.values<Engine>(engines).filter(({ workersIn }) => isAtHome(workersIn, runtime));
  const ways = able.map(({ needs }) => `offer --transports websocket with ${needs?.install}`);
  return new SioError("config", `No engine that is installed can have these workers in ${runtimeTitles[runtime]}.`, {
    ...(passedOver.length > 0 && { detail: passedOver.map((why) => `    ${why}`).join("\n") }),
    hint: `Leave --workers out, ${[...ways, "or run the server with Node.js: npx sio-serve"].join(", ")}`,
  });
}

function isAtHome({ runtimes, systems = [process.platform] }: Habitat, runtime: Runtime): boolean {
  return runtimes.includes(runtime) && systems.includes(process.platform);
}

/** How each is asked to run the server. */
const commands = {
  node: "Run the server with it: npx sio-serve",
  bun: "Run the server with it: bunx --bun sio-serve",
  deno: "Run the server with it: deno run -A npm:sio-serve",
} as const;
