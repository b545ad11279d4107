import { headOf, siteAt } from "./call-site.ts";
import type { Program } from "./compile/program.ts";
import type { Place } from "./place.ts";
import type { Positions } from "./positions.ts";

type PrepareStackTrace = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** Whose function an `Error.prepareStackTrace` is; several graphs may be open at once, and close in any order. */
const owners = new WeakMap<PrepareStackTrace, StackTraces>();

interface Script {
  readonly file: string;
  readonly positions: Positions;
}

/**
 * Makes stack traces name the user's files and lines instead of compiled code. Frames of other code stay as they are,
 * and a `Error.prepareStackTrace` that was there before, or comes after, still has its say.
 */
export class StackTraces {
  readonly #scripts = new Map<string, Script>();
  readonly #prepare: PrepareStackTrace = (error, sites) => this.#print(error, sites);
  #previous: PrepareStackTrace | undefined;
  #installed = false;

  /** From now until `uninstall()`, every stack that is read shows the user's lines. */
  install(): void {
    this.#previous = Error.prepareStackTrace;
    this.#installed = true;
    owners.set(this.#prepare, this);
    Error.prepareStackTrace = this.#prepare;
  }

  /** May be called twice. */
  uninstall(): void {
    this.#scripts.clear();
    this.#installed = false;
    let top: PrepareStackTrace | undefined = Error.prepareStackTrace;
    for (let owner = top && owners.get(top); owner && !owner.#installed; owner = top && owners.get(top)) {
      top = owner.#previous;
    }
    // Node's types do not know that "none" is the state it starts with.
    Error.prepareStackTrace = top as PrepareStackTrace;
  }

  /** Knows compiled code from now on. */
  add(file: string, { name, positions }: Exclude<Program, { kind: "json" }>): void {
    this.#scripts.set(name, { file, positions });
  }

  /** Forgets all code but that of these programs. */
  keep(programs: readonly (Program | undefined)[]): void {
    const names = new Set(programs.map((program) => (program?.kind === "json" ? undefined : program?.name)));
    for (const name of this.#scripts.keys()) if (!names.has(name)) this.#scripts.delete(name);
  }

  /** The first frame of an error's stack that lies in a user's file. */
  firstPlace(error: unknown): Place | undefined {
    const stack = error instanceof Error ? String(error.stack) : "";
    for (const line of stack.split("\n")) {
      const [, name, row, column] = /^\s+at (?:.*?\()?(.+?):(\d+):(\d+)\)?$/.exec(line) ?? [];
      if (name === undefined) continue;
      const file = [...this.#scripts.values()].find((script) => script.file === name)?.file;
      if (file) return { file, line: Number(row), column: Number(column) };
    }
    return undefined;
  }

  #print(error: Error, sites: readonly NodeJS.CallSite[]): unknown {
    const mapped = sites.map((site) => this.#mapped(site));
    if (this.#previous) return this.#previous(error, mapped);
    return [headOf(error), ...mapped.map((site) => `    at ${site}`)].join("\n");
  }

  #mapped(site: NodeJS.CallSite): NodeJS.CallSite {
    const script = this.#scripts.get(site.getScriptNameOrSourceURL() ?? "");
    const line = site.getLineNumber();
    const column = site.getColumnNumber();
    if (!script || line === null || column === null) return site;
    const { file, positions } = script;
    return siteAt(site, { file, ...(positions.compiled({ line, column }) ?? { line, column }) });
  }
}
