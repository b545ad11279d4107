import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { compile } from "./compile/compile.ts";
import type { Program } from "./compile/program.ts";
import { createPackageTypes } from "./package-type.ts";
import { createTsconfigFinder, type Tsconfig } from "./tsconfig.ts";

/**
 * The user's files, compiled. A file that is evaluated again only because something it imports has changed is not
 * compiled again.
 */
export class Programs {
  readonly #compiled = new Map<string, Program>();
  readonly #versions = new Map<string, number>();
  #tsconfigFor = createTsconfigFinder();
  #inModulePackage = createPackageTypes();

  /**
   * What compiling a file makes of it.
   * @throws SyntaxError that knows its place, or the error of reading the file.
   */
  compile(file: string): Program {
    const known = this.#compiled.get(file);
    if (known) return known;
    const { options } = this.#tsconfigFor(file);
    const source = { file, text: readFileSync(file, "utf8"), options, modulePackage: this.#inModulePackage(file) };
    const program = compile(source, this.#nextName(file));
    this.#compiled.set(file, program);
    return program;
  }

  /** The TypeScript settings that a file is compiled with. */
  tsconfigFor(file: string): Tsconfig {
    return this.#tsconfigFor(file);
  }

  /** Forgets all programs but those of `files`, and what package.json and tsconfig.json files said. */
  keep(files: Iterable<string>): void {
    const kept = new Set(files);
    for (const file of this.#compiled.keys()) if (!kept.has(file)) this.#compiled.delete(file);
    this.#tsconfigFor = createTsconfigFinder();
    this.#inModulePackage = createPackageTypes();
  }

  #nextName(file: string): string {
    const version = (this.#versions.get(file) ?? 0) + 1;
    this.#versions.set(file, version);
    const { href } = pathToFileURL(file);
    return version === 1 ? href : `${href}?${version}`;
  }
}
