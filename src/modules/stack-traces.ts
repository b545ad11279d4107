import type { Place } from "./place.ts";
import type { Positions } from "./positions.ts";
import type { UserModule } from "./user-module.ts";

type PrepareStackTrace = (error: Error, sites: NodeJS.CallSite[]) => unknown;

interface Script {
  readonly file: string;
  readonly positions: Positions | undefined;
}

/**
 * Makes stack traces name the user's files and lines instead of compiled code. Frames of other code stay as they are,
 * and a `Error.prepareStackTrace` that was there before, or comes after, still has its say.
 */
export class StackTraces {
  readonly #scripts = new Map<string, Script>();
  readonly #versions = new Map<string, number>();
  readonly #prepare: PrepareStackTrace = (error, sites) => this.#print(error, sites);
  #previous: PrepareStackTrace | undefined;

  /** From now until `uninstall()`, every stack that is read shows the user's lines. */
  install(): void {
    this.#previous = Error.prepareStackTrace;
    Error.prepareStackTrace = this.#prepare;
  }

  /** May be called twice. */
  uninstall(): void {
    this.#scripts.clear();
    if (Error.prepareStackTrace !== this.#prepare) return;
    // Node's types do not know that "none" is the state it starts with.
    Error.prepareStackTrace = this.#previous as PrepareStackTrace;
  }

  /** A script name for the next version of a file: its path, with a number from the second on. */
  nameFor(file: string): string {
    const version = (this.#versions.get(file) ?? 0) + 1;
    this.#versions.set(file, version);
    return version === 1 ? file : `${file}?${version}`;
  }

  /** Knows the compiled module from now on. */
  add({ name, file, program }: UserModule): void {
    this.#scripts.set(name, { file, positions: program?.kind === "json" ? undefined : program?.positions });
  }

  /** Forgets every script but these. */
  keep(modules: Iterable<UserModule>): void {
    const names = new Set(Array.from(modules, ({ name }) => name));
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
    const name = site.getFileName();
    const script = name ? this.#scripts.get(name) : undefined;
    const line = site.getLineNumber();
    const column = site.getColumnNumber();
    if (!script || line === null || column === null) return site;
    const place = { file: script.file, ...(script.positions?.original({ line, column }) ?? { line, column }) };
    return siteAt(
      site,
      place,
      String(site).replace(`${name}:${line}:${column}`, `${place.file}:${place.line}:${place.column}`),
    );
  }
}

/** The call site as it is, but for its place; its methods refuse any other receiver than the original. */
function siteAt(site: NodeJS.CallSite, { file, line, column }: Place, text: string): NodeJS.CallSite {
  const answers: Record<PropertyKey, () => unknown> = {
    getFileName: () => file,
    getScriptNameOrSourceURL: () => file,
    getLineNumber: () => line,
    getColumnNumber: () => column,
    toString: () => text,
    [Symbol.toPrimitive]: () => text,
  };
  return new Proxy(site, {
    get(target, key) {
      if (Object.hasOwn(answers, key)) return answers[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The first lines of a stack, as Node writes them: its own errors show their code, too. */
function headOf(error: Error): string {
  const { name, message, code } = error as NodeJS.ErrnoException;
  const withCode = `${name} [${code}]: ${message}`;
  if (typeof code === "string" && Object.hasOwn(error, "code") && String(error) === withCode) return withCode;
  return Error.prototype.toString.call(error);
}
