import type { External } from "./external.ts";
import { checkNames, placeOf } from "./links.ts";
import { annotate } from "./place.ts";
import type { Link, UserModule } from "./user-module.ts";

/** A module in the order of evaluation, and the import that asked for it. */
interface Turn {
  readonly target: Link["target"];
  readonly statement?: Link["statement"];
  readonly importer?: UserModule;
}

/**
 * Evaluates what `module` imports and then itself, each module once, in the order of their import statements.
 * A module that awaits something holds up only those that import it, as the language says.
 */
export async function evaluate(module: UserModule): Promise<void> {
  for (const turn of turnsOf(module)) {
    if (turn.target.kind === "user") void start(turn.target);
    else await load(turn.target, turn);
  }
  await module.pending;
}

/**
 * Like {@link evaluate}, for `require`, which cannot wait.
 * @throws Error with code ERR_REQUIRE_ASYNC_MODULE if a module would have to be awaited.
 */
export function evaluateNow(module: UserModule): void {
  const turns = turnsOf(module);
  const awaiting = turns.find(({ target }) => target.kind === "user" && mustBeAwaited(target));
  if (awaiting) throw requiredAsync(awaiting.target as UserModule);
  for (const { target } of turns) {
    if (target.kind === "user") void start(target);
    else if (!target.namespace()) target.require();
  }
}

/** Dependencies before dependants; what has been evaluated is left out. */
function turnsOf(entry: UserModule): Turn[] {
  const turns: Turn[] = [];
  const seen = new Set<Link["target"]>();
  const visit = (turn: Turn) => {
    const { target } = turn;
    if (seen.has(target)) return;
    seen.add(target);
    if (target.kind === "user") {
      if (target.state === "evaluated") return;
      for (const { target: next, statement } of target.links) visit({ target: next, statement, importer: target });
    }
    turns.push(turn);
  };
  visit({ target: entry });
  return turns;
}

function start(module: UserModule): Promise<void> | undefined {
  if (module.state === "failed") throw module.error;
  if (module.state !== "linked") return module.pending;
  module.state = "evaluating";
  const awaited = module.links.flatMap(({ target }) => (target.kind === "user" && target.pending) || []);
  const begun = awaited.length > 0 ? Promise.all(awaited).then(() => run(module)) : run(module);
  module.pending = begun?.then(
    () => finish(module),
    (error) => fail(module, error),
  );
  // Whoever imports the module is told of its failure; that nobody does so yet must not end the process.
  module.pending?.catch(() => undefined);
  if (!begun) finish(module);
  return module.pending;
}

function run(module: UserModule): Promise<void> | undefined {
  try {
    checkNames(module);
    return module.run();
  } catch (error) {
    return fail(module, error);
  }
}

function finish(module: UserModule): void {
  module.state = "evaluated";
  module.pending = undefined;
  module.starredBy.clear();
}

/** Marks a module as failed for good: whoever imports it again gets the same error. */
export function fail(module: UserModule, error: unknown): never {
  module.state = "failed";
  module.error = error;
  throw error;
}

async function load(target: External, { importer, statement }: Turn): Promise<void> {
  if (target.namespace()) return;
  try {
    await target.load();
  } catch (error) {
    const place = importer && statement && placeOf(importer, statement);
    throw place && error instanceof Error ? annotate(error, { place }) : error;
  }
}

function mustBeAwaited({ state, program, pending }: UserModule): boolean {
  return pending !== undefined || (state === "linked" && program?.kind === "module" && program.awaits);
}

function requiredAsync({ file }: UserModule): Error {
  const message = `require() cannot be used for "${file}", because it or what it imports awaits outside functions. Use import() instead.`;
  return Object.assign(new Error(message), { code: "ERR_REQUIRE_ASYNC_MODULE" });
}
