import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import ts from "typescript";

/** A page of the documentation. */
export interface Page {
  /** From the top of the project, such as `docs/handlers.md`. */
  readonly file: string;
  readonly text: string;
}

/** A block of code in a page. */
interface Block {
  readonly page: string;
  /** The page's line on which the code begins, from 1. */
  readonly line: number;
  readonly code: string;
  readonly language: "ts" | "js";
  /** Only its syntax counts: it is part of something that the page does not show. */
  readonly fragment: boolean;
  /** Where it would be a file: one of a name of its own, where its first line is a comment such as `// handlers.ts`. */
  readonly path: string;
}

const root = resolve(import.meta.dirname, "../..");

/** README.md and every page of docs. */
export function readPages(): Page[] {
  const docs = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", ...docs.map((name) => `docs/${name}`)].map((file) => ({
    file,
    text: readFileSync(join(root, file), "utf8"),
  }));
}

/**
 * One sentence for each mistake in the code of a page: `ts` blocks must have right types, `js` blocks and those marked as `fragment`
 * must parse. A block imports another of its page by the name that this has in its first line.
 */
export function mistakesIn(page: Page): string[] {
  const blocks = blocksOf(page);
  if (blocks.length === 0) return [];
  const program = ts.createProgram(
    blocks.map(({ path }) => path),
    options,
    hostOf(blocks),
  );
  return blocks.flatMap((block) => {
    const source = program.getSourceFile(block.path);
    const found = program.getSyntacticDiagnostics(source);
    const checked = block.language === "ts" && !block.fragment;
    const all = checked ? [...found, ...program.getSemanticDiagnostics(source)] : found;
    return all.map((diagnostic) => sentence(block, diagnostic));
  });
}

function blocksOf({ file, text }: Page): Block[] {
  const fences = text.matchAll(/^```(ts|js)\b([^\n]*)\n([\s\S]*?)^```$/gm);
  return [...fences].map((fence, index) => {
    const [, language = "", marks = "", code = ""] = fence;
    const named = /^\/\/ (\S+\.[cm]?[jt]s)\n/.exec(code)?.[1];
    return {
      page: file,
      line: text.slice(0, fence.index).split("\n").length + 1,
      code,
      language: language as Block["language"],
      fragment: marks.split(" ").includes("fragment"),
      path: join(root, file, String(index), named ?? `block.${language}`),
    };
  });
}

/** What the project's own code is checked with; pages show clients for the browser too. */
const options: ts.CompilerOptions = {
  ...projectOptions(),
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.esnext.decorators.d.ts", "lib.dom.d.ts"],
  moduleDetection: ts.ModuleDetectionKind.Force,
  // Types only: nothing is written whose imports could be rewritten.
  rewriteRelativeImportExtensions: false,
  allowImportingTsExtensions: true,
  allowJs: true,
  checkJs: false,
  noEmit: true,
};

function projectOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  return ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root).options;
}

/** Everything else on the disk is read and parsed once for all pages. */
const parsed = new Map<string, ts.SourceFile | undefined>();

function hostOf(blocks: readonly Block[]): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const code = new Map(blocks.map((block) => [block.path, block.code]));
  const onDisk = (path: string, ...rest: [ts.ScriptTarget | ts.CreateSourceFileOptions]) => {
    if (!parsed.has(path)) parsed.set(path, host.getSourceFile(path, ...rest));
    return parsed.get(path);
  };
  return {
    ...host,
    fileExists: (path) => code.has(path) || host.fileExists(path),
    readFile: (path) => code.get(path) ?? host.readFile(path),
    getSourceFile(path, languageVersion) {
      const text = code.get(path);
      return text === undefined
        ? onDisk(path, languageVersion)
        : ts.createSourceFile(path, text, languageVersion, true);
    },
    resolveModuleNameLiterals: (literals, containing, _redirected, given) =>
      literals.map(({ text }) => {
        if (!code.has(containing)) return ts.resolveModuleName(text, containing, given, host);
        const neighbour = neighbourOf(containing, text, blocks);
        if (neighbour) return { resolvedModule: { resolvedFileName: neighbour, extension: ts.Extension.Ts } };
        return ts.resolveModuleName(text, join(root, "docs.ts"), given, host);
      }),
  };
}

/** The block that another of its page means by `./handlers.ts`: the last of that name before it, else the first. */
function neighbourOf(from: string, specifier: string, blocks: readonly Block[]): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const named = blocks.filter(({ path }) => path !== from && basename(path) === basename(specifier));
  const before = named.filter(({ path }) => orderOf(path) < orderOf(from));
  return (before.at(-1) ?? named[0])?.path;
}

function orderOf(path: string): number {
  return Number(basename(dirname(path)));
}

function sentence({ page, line }: Block, { start = 0, file, messageText }: ts.Diagnostic): string {
  const within = file?.getLineAndCharacterOfPosition(start).line ?? 0;
  return `${page}:${line + within} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
}
