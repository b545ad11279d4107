import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Packages that only some handlers files need; each is loaded when it is first called for, because start-up time counts. */
export const lazy = {
  oxcTransform: () => require("oxc-transform") as typeof import("oxc-transform"),
  oxcResolver: () => require("oxc-resolver") as typeof import("oxc-resolver"),
  esbuild: () => require("esbuild") as typeof import("esbuild"),
  lexer: () => require("es-module-lexer") as typeof import("es-module-lexer"),
  remapping: () => require("@jridgewell/remapping") as typeof import("@jridgewell/remapping").default,
  codeFrame: () => require("@babel/code-frame") as typeof import("@babel/code-frame"),
  levenshtein: () => require("fastest-levenshtein") as typeof import("fastest-levenshtein"),
};
