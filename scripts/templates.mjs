// Puts every template into dist/templates/<name>/{ts,js}: as it is, and as the same project in JavaScript.
import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { blankSourceFile } from "ts-blank-space";
import ts from "typescript";

const root = resolve(import.meta.dirname, "..");
const source = join(root, "templates");
const target = join(root, "dist", "templates");

/** What a JavaScript project has no use for. */
const typescriptOnly = {
  files: /(^|\/)tsconfig\.json$|\.d\.ts$/,
  packages: /^(typescript|@types\/.+)$/,
  /** Lines of pages and of package.json that speak of checking types. */
  lines: /\bnpm run types\b|"types": "tsc/,
  /** Passages of pages, between marks that are in neither project. */
  passages: /<!-- typescript -->\n[\s\S]*?<!-- \/typescript -->\n/g,
};
const marks = /<!-- \/?typescript -->\n/g;
const renamed = { ".ts": ".js", ".tsx": ".jsx" };

await rm(target, { recursive: true, force: true });
for (const { name } of (await readdir(source, { withFileTypes: true })).filter((entry) => entry.isDirectory())) {
  await publish(name);
}
// Where types have gone, lines are shorter and spaces too many.
const biome = join(root, "node_modules", ".bin", "biome");
execFileSync(biome, ["format", "--write", "--vcs-enabled=false", "--log-level=error", target], { cwd: root });

async function publish(name) {
  const paths = (await filesIn(join(source, name))).filter((path) => !/(^|\/)(node_modules|dist)\//.test(path));
  for (const path of paths) {
    const text = await readFile(join(source, name, path), "utf8");
    await put(join(target, name, "ts", path), text.replace(marks, ""));
    if (typescriptOnly.files.test(path)) continue;
    const [newPath, newText] = inJavaScript(path, text.replace(typescriptOnly.passages, ""), paths);
    await put(join(target, name, "js", newPath), newText);
  }
}

/** The file of the JavaScript project, its path and its text. Names of renamed files are renamed in every text. */
function inJavaScript(path, text, paths) {
  const isCode = extname(path) in renamed;
  const plain = isCode ? withoutTypes(path, text) : text;
  const moved = paths.filter((other) => extname(other) in renamed).map((other) => basename(other));
  const pattern = new RegExp(`\\b(${moved.map((other) => other.replaceAll(".", "\\.")).join("|")})\\b`, "g");
  const mended = plain
    .replace(pattern, (file) => file.replace(extname(file), renamed[extname(file)]))
    .split("\n")
    .filter((line) => !typescriptOnly.lines.test(line))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
  const newPath = isCode ? path.replace(extname(path), renamed[extname(path)]) : path;
  return [newPath, path === "package.json" ? withoutTypePackages(mended) : mended];
}

/** The code with every type taken out, and the comments of what is gone with it. */
function withoutTypes(path, text) {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const parse = (code) => ts.createSourceFile(path, code, { languageVersion: ts.ScriptTarget.ESNext }, true, kind);
  const gone = parse(text).statements.filter(isType);
  const kept = gone.reduceRight((code, node) => code.slice(0, commentedStart(node, text)) + code.slice(node.end), text);
  return blankSourceFile(parse(kept), (node) => {
    throw new Error(`${path}: what has no place in JavaScript: ${node.getText()}`);
  });
}

function isType(node) {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    (ts.isModuleDeclaration(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) ||
    (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly) ||
    (ts.isExportDeclaration(node) && node.isTypeOnly)
  );
}

/** Where the comment that stands directly above a statement begins; its own start if there is none. */
function commentedStart(node, text) {
  const start = node.getStart();
  const comment = ts.getLeadingCommentRanges(text, node.getFullStart())?.at(-1);
  const isItsOwn = comment && /^[^\S\n]*\n[^\S\n]*$/.test(text.slice(comment.end, start));
  // Nothing but the line's end may stay, so that no empty line is left among imports.
  const begin = isItsOwn ? comment.pos : start;
  return text[begin - 1] === "\n" ? begin - 1 : begin;
}

function withoutTypePackages(text) {
  // The line that has gone may have been the last of its section.
  const manifest = JSON.parse(text.replace(/,(\s*\})/g, "$1"));
  for (const section of ["dependencies", "devDependencies"]) {
    const entries = Object.entries(manifest[section] ?? {}).filter(([name]) => !typescriptOnly.packages.test(name));
    if (manifest[section]) manifest[section] = Object.fromEntries(entries);
  }
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

async function put(path, text) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
