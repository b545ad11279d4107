/** What an extension says about a file before it is read; `format` is absent where the text and package.json decide. */
export interface Extension {
  readonly language: "ts" | "tsx" | "js" | "jsx" | "json";
  readonly format?: "module" | "commonjs";
}

/** The files the module graph evaluates itself, in the order in which an import without extension tries them. */
export const extensions: Readonly<Record<string, Extension>> = {
  ".ts": { language: "ts" },
  ".tsx": { language: "tsx" },
  ".mts": { language: "ts", format: "module" },
  ".cts": { language: "ts", format: "commonjs" },
  ".js": { language: "js" },
  ".jsx": { language: "jsx" },
  ".mjs": { language: "js", format: "module" },
  ".cjs": { language: "js", format: "commonjs" },
  ".json": { language: "json" },
};

/** Which files stand for a JavaScript name in an import: TypeScript sources are imported by the name of their output. */
export const extensionAliases = {
  ".js": [".ts", ".tsx", ".js"],
  ".jsx": [".tsx", ".jsx"],
  ".mjs": [".mts", ".mjs"],
  ".cjs": [".cts", ".cjs"],
};
