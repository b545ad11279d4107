import type { JsxOptions, TransformOptions } from "oxc-transform";
import { lazy } from "../lazy.ts";
import type { CompilerOptions } from "../tsconfig.ts";
import { extensionOf, type Generated, type Source } from "./source.ts";
import { rejectSyntaxErrors } from "./syntax.ts";

/**
 * Turns TypeScript and JSX into JavaScript; JavaScript stays as it is. Standard decorators and other syntax that this
 * Node does not know are left in place, because most files have none and finding out would cost every file.
 * @throws SyntaxError that knows its place.
 */
export function strip(source: Source): Generated {
  const { language } = extensionOf(source);
  if (language === "js") return { code: source.text, maps: [] };
  const { code, map, errors } = lazy.oxcTransform().transformSync(source.file, source.text, {
    sourcemap: true,
    // Decorator helpers come in as one object instead of imports from a package the user would have to install.
    helpers: { mode: "External" as NonNullable<NonNullable<TransformOptions["helpers"]>["mode"]> },
    ...transformOptions(source.options),
  });
  rejectSyntaxErrors(errors, source);
  return { code, maps: map ? [map] : [] };
}

const jsxRuntimes: Readonly<Record<string, JsxOptions>> = {
  react: { runtime: "classic" },
  "react-jsx": { runtime: "automatic" },
  "react-jsxdev": { runtime: "automatic", development: true },
};

function transformOptions(options: CompilerOptions): TransformOptions {
  const text = (name: string, key: string) => (typeof options[name] === "string" ? { [key]: options[name] } : {});
  return {
    typescript: {
      onlyRemoveTypeImports: options.verbatimModuleSyntax === true,
      removeClassFieldsWithoutInitializer: options.useDefineForClassFields === false,
    },
    decorator: {
      legacy: options.experimentalDecorators === true,
      emitDecoratorMetadata: options.emitDecoratorMetadata === true,
      strictNullChecks: (options.strictNullChecks ?? options.strict) === true,
    },
    jsx: {
      ...jsxRuntimes[String(options.jsx)],
      ...text("jsxImportSource", "importSource"),
      ...text("jsxFactory", "pragma"),
      ...text("jsxFragmentFactory", "pragmaFrag"),
    },
  };
}
