import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { decoratorHelpers } from "./compile/decorators.ts";
import type { CommonJsScope, Program } from "./compile/program.ts";
import type { Timers } from "./contract.ts";
import { addExports, fillFromExports, fillFromModule, type Namespace, withNamesOfDefault } from "./namespace.ts";
import type { Link, UserModule } from "./user-module.ts";

type ProgramOf<Kind> = Extract<Program, { kind: Kind }>;
type Binders = { readonly [Kind in Program["kind"]]: (module: UserModule, program: ProgramOf<Kind>) => void };

/** Connects a compiled module to its imports and prepares `run`, evaluating nothing. */
export function bind(module: UserModule, program: Program): void {
  // The table pairs each kind with its program, which the compiler cannot see through the lookup.
  (binders[program.kind] as (module: UserModule, program: Program) => void)(module, program);
}

const binders: Binders = {
  module(module, program) {
    const own = { exports: module.namespace as unknown };
    module.exported = () => own.exports;
    const steps = program.begin({
      __vite_ssr_exports__: module.namespace,
      __sio_import__: (index) => importedNamespace(module.links[index] as Link) as Namespace,
      __vite_ssr_dynamic_import__: (specifier) => importFrom(module, specifier),
      __vite_ssr_import_meta__: importMeta(module),
      babelHelpers: decoratorHelpers,
      ...commonJsScope(module),
      ...timersOf(module),
      module: own,
    });
    void steps.next();
    exportStars(module);
    module.run = () => {
      exportStars(module);
      const result = steps.next();
      const finish = (): undefined => {
        nameDefaultExport(module.namespace);
        if (own.exports !== module.namespace) fillFromModule(module.namespace, own.exports);
      };
      return result instanceof Promise ? result.then(finish) : finish();
    };
  },

  commonjs(module, program) {
    const own = { exports: {} as unknown, id: module.file, filename: module.file, loaded: false, children: [] };
    module.exported = () => own.exports;
    module.run = () => {
      const scope = commonJsScope(module);
      program.run({
        ...scope,
        ...timersOf(module),
        exports: own.exports,
        module: Object.assign(own, { require: scope.require }),
        $mport: (specifier) => importFrom(module, specifier),
        babelHelpers: decoratorHelpers,
      });
      own.loaded = true;
      fillFromModule(module.namespace, own.exports);
      return undefined;
    };
  },

  json(module, { value }) {
    module.exported = () => value;
    fillFromExports(module.namespace, value);
  },
};

/** The namespace a static import sees, or undefined while a package has not been loaded. */
function importedNamespace({ statement, target }: Link): Namespace | undefined {
  if (target.kind === "user") return target.namespace;
  const namespace = target.namespace();
  return namespace && target.commonJs ? withNamesOfDefault(namespace, statement.names) : namespace;
}

function exportStars(module: UserModule): void {
  for (const link of module.links.filter(({ statement }) => statement.star)) {
    const { target } = link;
    if (target.kind === "user" && target.state !== "evaluated") target.starredBy.add(module);
    const namespace = importedNamespace(link);
    if (namespace) exportAll(module, namespace);
  }
}

/** Passes on what was found to those that export all of `module`; in a cycle they may have been bound before it. */
function exportAll(module: UserModule, namespace: Namespace): void {
  const before = Object.keys(module.namespace).length;
  const names = Object.keys(namespace).filter((name) => name !== "default");
  addExports(module.namespace, names, (name) => namespace[name]);
  if (Object.keys(module.namespace).length === before) return;
  for (const importer of module.starredBy) exportAll(importer, module.namespace);
}

function commonJsScope(module: UserModule): Omit<CommonJsScope, "module"> {
  const require = (specifier: string) => module.surroundings.require(specifier, module);
  const resolve = (specifier: string) => module.surroundings.locate(specifier, module, "require");
  return {
    require: Object.assign(require, { resolve, cache: {}, main: undefined }),
    __filename: module.file,
    __dirname: dirname(module.file),
  };
}

function timersOf({ surroundings }: UserModule): Timers {
  const { setTimeout, setInterval, setImmediate } = surroundings.timers;
  return { setTimeout, setInterval, setImmediate };
}

function importMeta(module: UserModule): object {
  return {
    url: pathToFileURL(module.file).href,
    filename: module.file,
    dirname: dirname(module.file),
    resolve: (specifier: string) => module.surroundings.locate(specifier, module, "import"),
  };
}

async function importFrom(module: UserModule, specifier: unknown): Promise<Namespace> {
  return module.surroundings.import(String(specifier), module);
}

/** An unnamed default export is called "default", as the language says, not like the variable that holds it. */
function nameDefaultExport({ default: exported }: Namespace): void {
  if (typeof exported !== "function" || exported.name !== "__vite_ssr_export_default__") return;
  Object.defineProperty(exported, "name", { value: "default", configurable: true });
}
