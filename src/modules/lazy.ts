import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const imported: { transform?: typeof import("oxc-transform"); lexer?: typeof import("es-module-lexer") } = {};

/** Packages that only some handlers files need; each is loaded when it is first called for, because start-up time counts. */
export const lazy = {
  oxcTransform: () => imported.transform ?? (require("oxc-transform") as typeof import("oxc-transform")),
  oxcResolver: () => require("oxc-resolver") as typeof import("oxc-resolver"),
  esbuild: () => require("esbuild") as typeof import("esbuild"),
  lexer: () => imported.lexer ?? (require("es-module-lexer") as typeof import("es-module-lexer")),
  remapping: () => require("@jridgewell/remapping") as typeof import("@jridgewell/remapping").default,
  codeFrame: () => require("@babel/code-frame") as typeof import("@babel/code-frame"),
  levenshtein: () => require("fastest-levenshtein") as typeof import("fastest-levenshtein"),
};

/** Loads those of the packages that are ES modules. Jest's `require` takes none before Node 24.9, and its `import` does. */
export async function importLazyModules(): Promise<void> {
  [imported.transform, imported.lexer] = await Promise.all([import("oxc-transform"), import("es-module-lexer")]);
}
