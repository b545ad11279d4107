import { basename, dirname, join } from "node:path";
import ts from "typescript";
import { type Fence, fencesOf, type Page, root } from "./pages.ts";

/** A block of code in a page, at the place where it would be a file. */
interface Block extends Fence {
  readonly path: string;
}

/**
 * One sentence for each mistake in the code of the pages: `ts` and `js` blocks must have right types, those marked as `fragment` must
 * parse. JavaScript may leave types out. A block imports another of its page by the name that this has in its first line.
 */
export function mistakesIn(pages: readonly Page[]): string[] {
  const alone = pages.filter(declaresForAll);
  const together = pages.filter((page) => !declaresForAll(page));
  return [together, ...alone.map((page) => [page])].flatMap((group) => mistakesInProgram(group.flatMap(blocksOf)));
}

/** What a page declares for a module holds in the whole program, so such a page has one of its own. */
function declaresForAll({ text }: Page): boolean {
  return /^declare (module|global)\b/m.test(text);
}

function mistakesInProgram(blocks: readonly Block[]): string[] {
  if (blocks.length === 0) return [];
  const program = ts.createProgram(
    blocks.map(({ path }) => path),
    options,
    hostOf(blocks),
  );
  return blocks.flatMap((block) => {
    const source = program.getSourceFile(block.path);
    const syntax = program.getSyntacticDiagnostics(source);
    const found = block.marks.includes("fragment") ? syntax : [...syntax, ...program.getSemanticDiagnostics(source)];
    return found
      .filter(({ code }) => !(block.language === "js" && isMissingType(code)))
      .map((one) => sentence(block, one));
  });
}

/** Whether it says that something has a type of `any` because none was written. */
function isMissingType(code: number): boolean {
  return code >= 7005 && code <= 7053;
}

function blocksOf(page: Page): Block[] {
  return fencesOf(page)
    .filter(({ language }) => language === "ts" || language === "js")
    .map((fence) => ({
      ...fence,
      path: join(root, page.file, String(fence.index), fence.name ?? `block.${fence.language}`),
    }));
}

/** What the project's own code is checked with; pages show clients for the browser too. */
const options: ts.CompilerOptions = {
  ...projectOptions(),
  lib: [
    "lib.es2023.d.ts",
    "lib.esnext.disposable.d.ts",
    "lib.esnext.decorators.d.ts",
    "lib.dom.d.ts",
    "lib.dom.iterable.d.ts",
  ],
  moduleDetection: ts.ModuleDetectionKind.Force,
  // Types only: nothing is written whose imports could be rewritten.
  rewriteRelativeImportExtensions: false,
  allowImportingTsExtensions: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
};

function projectOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  return ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root).options;
}

/** Everything else on the disk is read and parsed once for all programs. */
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
  const page = dirname(dirname(from));
  const named = blocks.filter(
    ({ path }) => path !== from && dirname(dirname(path)) === page && basename(path) === basename(specifier),
  );
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
