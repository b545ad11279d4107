import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { SioError } from "../errors.ts";

/** The compiler options of a tsconfig.json, those it extends included, as they were written. */
export type CompilerOptions = Readonly<Record<string, unknown>>;

/** A project's TypeScript settings and the files they were read from, which must be watched like sources. */
export interface Tsconfig {
  readonly options: CompilerOptions;
  readonly files: readonly string[];
}

const none: Tsconfig = { options: {}, files: [] };

/** Finds the tsconfig.json nearest to a file; each one is read once in the life of a finder. */
export function createTsconfigFinder(): (file: string) => Tsconfig {
  const byFolder = new Map<string, Tsconfig>();

  function inFolder(folder: string): Tsconfig {
    const cached = byFolder.get(folder);
    if (cached) return cached;
    const file = join(folder, "tsconfig.json");
    const found = existsSync(file) ? readTsconfig(file) : aboveFolder(folder);
    byFolder.set(folder, found);
    return found;
  }
  function aboveFolder(folder: string): Tsconfig {
    const parent = dirname(folder);
    return parent === folder ? none : inFolder(parent);
  }
  return (file) => inFolder(dirname(file));
}

function readTsconfig(file: string, extendedBy: readonly string[] = []): Tsconfig {
  if (extendedBy.includes(file)) throw new SioError("handlers", `${file} extends itself.`);
  const own = parseJsonWithComments(file);
  const chain = [...extendedBy, file];
  const bases = [own.extends ?? []].flat().map((base) => readTsconfig(findBase(String(base), file), chain));
  const options = Object.assign({}, ...bases.map((base) => base.options), own.compilerOptions);
  return { options, files: [file, ...bases.flatMap((base) => base.files)] };
}

function findBase(base: string, from: string): string {
  if (base.startsWith(".") || isAbsolute(base)) {
    const path = resolve(dirname(from), base);
    const found = [path, `${path}.json`].find((candidate) => candidate.endsWith(".json") && existsSync(candidate));
    if (found) return found;
  }
  const { resolve: resolvePackage } = createRequire(from);
  for (const candidate of [base, `${base}.json`, `${base}/tsconfig.json`]) {
    try {
      return resolvePackage(candidate);
    } catch {
      // The next spelling may be the one that exists.
    }
  }
  throw new SioError("handlers", `${from} extends "${base}", which cannot be found.`);
}

/** Comments and trailing commas, or a string, which is kept as it is. */
const commentsAndCommas =
  /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[}\]])/g;

function parseJsonWithComments(file: string): { extends?: string | string[]; compilerOptions?: CompilerOptions } {
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  try {
    return JSON.parse(text.replace(commentsAndCommas, "$1"));
  } catch (cause) {
    throw new SioError("handlers", `${file} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
}
