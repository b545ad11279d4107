import type { MarkdownRenderer } from "vitepress";

/**
 * Shows links that leave the folder of pages (`../examples/chat`) as plain text: they lead somewhere for who reads the pages in the
 * repository, and nowhere on the site.
 */
export function plainOutsideLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("plain-outside-links", ({ tokens }) => {
    for (const { children } of tokens) {
      let outside = false;
      for (const token of children ?? []) {
        if (token.type === "link_open") outside = token.attrGet("href")?.startsWith("../") ?? false;
        if (!outside || !token.type.startsWith("link_")) continue;
        token.tag = "span";
        token.attrs = null;
        if (token.type === "link_close") outside = false;
      }
    }
  });
}
