import { defineConfig } from "tsdown";
import { plainBuiltins } from "./scripts/plain-builtins.ts";

export default defineConfig({
  entry: { index: "src/index.ts", testing: "src/testing.ts", cli: "src/cli/main.ts" },
  format: "esm",
  platform: "node",
  target: "node20.19",
  fixedExtension: false,
  // Stable names keep stack traces comparable between builds.
  hash: false,
  // For working on the project; the code is not minified, so a published stack trace reads well without them.
  sourcemap: true,
  // Named apart from the entries: a shared chunk of declarations would else take the place of an entry's.
  plugins: [plainBuiltins()],
  outputOptions: {
    chunkFileNames: "shared-[name].js",
    // Node reads what it runs at every start; the source maps have the comments, and so have the declarations.
    comments: false,
    // Whatever a start needs is one file, since opening another costs more than reading on.
    codeSplitting: {
      groups: [
        {
          name: "core",
          test: /src\/(index|cli\/(serving|settings|terminal|help-topic|bench\/flags|connect\/flags))\.ts$/,
        },
      ],
    },
  },
  // Declarations for what users import; the command has no importers.
  dts: { entry: ["src/index.ts", "src/testing.ts"], sourcemap: false },
  // A package that is not in `dependencies` must not slip into what we publish.
  deps: { onlyBundle: [] },
  logLevel: "warn",
  report: false,
  failOnWarn: true,
  checks: { pluginTimings: false },
});
