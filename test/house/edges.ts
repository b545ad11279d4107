import { partOf } from "./layers.ts";
import type { Mention, Source } from "./source.ts";

/** What belongs to the edges of the program, and the parts of `src` that are such an edge. */
interface Reserved {
  readonly parts: readonly string[];
  readonly why: string;
  readonly globals: readonly string[];
  readonly packages: readonly string[];
}

const reserved: readonly Reserved[] = [
  {
    parts: ["cli"],
    why: "only cli prints",
    globals: ["console", "process.stdin", "process.stdout", "process.stderr"],
    packages: ["chalk", "node:console"],
  },
  {
    parts: ["cli"],
    why: "only cli reads the command line and the environment, and sets the exit status",
    globals: ["process", "process.argv", "process.env", "process.exit", "process.exitCode"],
    packages: ["commander", "process", "node:process"],
  },
  {
    parts: ["cli", "run"],
    why: "only run touches signals and children, and knows in which folder the process runs",
    globals: ["process.cwd", "process.on", "process.once", "process.off", "process.kill", "process.send"],
    packages: ["child_process", "node:child_process"],
  },
];

/** One sentence for each use of the world outside by a part of `src` that is not an edge. */
export function strayEdges(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    reserved
      .filter(({ parts }) => !parts.includes(partOf(source.file)))
      .flatMap((rule) =>
        used(source, rule).map(({ name, line }) => `${source.file}:${line} uses ${name}: ${rule.why}.`),
      ),
  );
}

function used({ imports, globals }: Source, rule: Reserved): Mention[] {
  return [
    ...imports.filter(({ name }) => rule.packages.includes(name)),
    ...globals.filter(({ name }) => rule.globals.includes(name)),
  ];
}
