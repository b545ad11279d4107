import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { type Page, proseOf, root } from "./pages.ts";

/** One sentence for each link of the pages that leads nowhere in the project: a file that is not there, or no heading of it. */
export function deadLinks(pages: readonly Page[]): string[] {
  const texts = new Map(pages.map((page) => [page.file, page]));
  return pages.flatMap((page) =>
    linksOf(page).flatMap(({ target, line }) => {
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? page.file : normalize(join(dirname(page.file), path));
      const at = `${page.file}:${line} ${target}`;
      if (!existsSync(join(root, file)) && !texts.has(file)) return [`${at}: there is no ${file}`];
      const aim = texts.get(file);
      if (anchor === undefined || aim === undefined || anchorsOf(aim).has(anchor)) return [];
      return [`${at}: ${file} has no heading of that name`];
    }),
  );
}

function linksOf(page: Page): { readonly target: string; readonly line: number }[] {
  return proseOf(page)
    .split("\n")
    .flatMap((text, index) =>
      [...text.replace(/`[^`]*`/g, "").matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => ({
        target,
        line: index + 1,
      })),
    )
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** The names of a page's headings that both GitHub and the built site know. */
function anchorsOf(page: Page): Set<string> {
  const headings = [...proseOf(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => heading.replace(/`/g, ""));
  const onSite = new Set(headings.map(siteAnchor));
  return new Set(headings.map(githubAnchor).filter((anchor) => onSite.has(anchor)));
}

function githubAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/ /g, "-");
}

/** As VitePress does it. */
function siteAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, "-")
    .replace(/^-+|-+$/g, "");
}
