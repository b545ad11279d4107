import { defineConfig } from "vitepress";
import { plainOutsideLinks } from "./outside-links.ts";
import { sidebar } from "./sidebar.ts";

/** The site that `npm run docs:build` makes of these pages. A link to a page that is not there fails the build. */
export default defineConfig({
  title: "sio-serve",
  description: "Serve a file of Socket.IO event handlers",
  lang: "en",
  head: [["link", { rel: "icon", href: "/icon.svg", type: "image/svg+xml" }]],
  srcExclude: ["api/**"],
  markdown: {
    languageAlias: { caddyfile: "nginx", haproxy: "nginx", env: "ini" },
    config: plainOutsideLinks,
  },
  themeConfig: {
    logo: "/icon.svg",
    nav: [
      { text: "Getting started", link: "/getting-started" },
      { text: "Handlers", link: "/handlers" },
      { text: "Settings", link: "/configuration" },
      { text: "Troubleshooting", link: "/troubleshooting" },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: "local" },
    docFooter: { prev: "Before", next: "Next" },
  },
});
