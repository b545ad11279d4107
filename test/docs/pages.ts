import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A page of the documentation. */
export interface Page {
  /** From the top of the project, such as `docs/handlers.md`. */
  readonly file: string;
  readonly text: string;
}

/** A fenced block of a page. */
export interface Fence {
  /** The file of the page. */
  readonly page: string;
  /** Which block of the page it is, from 0. */
  readonly index: number;
  /** The page's line on which the content begins, from 1. */
  readonly line: number;
  /** The first word after the fence: `ts`, `console`, … */
  readonly language: string;
  /** The words after that, such as `fragment`. */
  readonly marks: readonly string[];
  readonly code: string;
  /** The file that it would be: named by its first line, a comment such as `// handlers.ts`. */
  readonly name: string | undefined;
}

/** The top of the project. */
export const root: string = resolve(import.meta.dirname, "../..");

/** README.md and every page of docs. */
export function readPages(): Page[] {
  const docs = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", ...docs.map((name) => `docs/${name}`)].map((file) => ({
    file,
    text: readFileSync(join(root, file), "utf8"),
  }));
}

/** Every fenced block of a page, in order. */
export function fencesOf({ file, text }: Page): Fence[] {
  return [...text.matchAll(/^```(\S+)([^\n]*)\n([\s\S]*?)^```$/gm)].map((fence, index) => {
    const [, language = "", marks = "", code = ""] = fence;
    return {
      page: file,
      index,
      line: text.slice(0, fence.index).split("\n").length + 1,
      language,
      marks: marks.split(" ").filter(Boolean),
      code,
      name: /^\/\/ (?:(?:before|after): )?(\S+\.[cm]?[jt]s)\b/.exec(code)?.[1],
    };
  });
}

/** The page without its fenced blocks, whose lines stay empty. */
export function proseOf({ text }: Page): string {
  return text.replace(/^```[\s\S]*?^```$/gm, (block) => block.replace(/[^\n]/g, ""));
}
