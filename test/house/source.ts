import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";

/** Something a source file names, and the line on which it does. */
export interface Mention {
  readonly name: string;
  readonly line: number;
}

/** What the tests of the house ask of one source file. `file` is its path from the top, such as `src/cli/main.ts`. */
export interface Source {
  readonly file: string;
  /** Every specifier it imports: static, `import type`, `export from`, `import("x")` as value and as type. */
  readonly imports: readonly Mention[];
  /** Every use of `console` and `process`, as `console`, `process.env`, …; `process` alone where it is used whole. */
  readonly globals: readonly Mention[];
}

const root = resolve(import.meta.dirname, "../..");

/** Every TypeScript file under `src`, read. */
export function readSources(): Source[] {
  return readdirSync(resolve(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .toSorted()
    .map((file) => readSource(`src/${file}`, readFileSync(resolve(root, "src", file), "utf8")));
}

/** Parses `text` as the file named `file`. */
export function readSource(file: string, text: string): Source {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const imports: Mention[] = [];
  const globals: Mention[] = [];

  visit(tree);
  return { file, imports, globals };

  function visit(node: ts.Node): void {
    const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
    const specifier = importedBy(node);
    if (specifier !== undefined) imports.push({ name: specifier, line });
    const global = globalIn(node);
    if (global !== undefined) globals.push({ name: global, line });
    ts.forEachChild(node, visit);
  }
}

function importedBy(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literal(node.argument.literal);
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return dynamic ? literal(node.arguments[0]) : undefined;
}

function literal(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function globalIn(node: ts.Node): string | undefined {
  if (!ts.isIdentifier(node) || (node.text !== "console" && node.text !== "process")) return undefined;
  const { parent } = node;
  if (isOnlyAName(node)) return undefined;
  if (node.text === "console") return "console";
  return ts.isPropertyAccessExpression(parent) && parent.expression === node
    ? `process.${parent.name.text}`
    : "process";
}

/** Whether the identifier names a key of some other object, not the global. */
function isOnlyAName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent))
    return parent.name === node && parent.expression.getText() !== "globalThis";
  return (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node;
}
