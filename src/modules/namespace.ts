/** What an import gives: an object without prototype whose properties are the exports. */
export type Namespace = Record<string, unknown>;

/** A namespace without exports, told apart from plain objects as Node's are. */
export function createNamespace(): Namespace {
  return Object.defineProperty(Object.create(null), Symbol.toStringTag, { value: "Module" });
}

/** Adds exports that are read anew each time, so that they are live; those already there stay. */
export function addExports(namespace: Namespace, names: Iterable<string>, read: (name: string) => unknown): void {
  for (const name of names) {
    if (Object.hasOwn(namespace, name)) continue;
    Object.defineProperty(namespace, name, { enumerable: true, configurable: true, get: () => read(name) });
  }
}

/** What `import` sees of a value that CommonJS or JSON exports: it as `default`, and its properties by name. */
export function fillFromExports(namespace: Namespace, exported: unknown): void {
  addExports(namespace, ["default"], () => exported);
  if (!isObject(exported)) return;
  addExports(namespace, Object.keys(exported), (name) => exported[name]);
}

/**
 * Like {@link fillFromExports} for the user's own CommonJS files, except that what a compiler made of an ES module has
 * the `default` that was written there.
 */
export function fillFromModule(namespace: Namespace, exported: unknown): void {
  const compiled = isObject(exported) && exported.__esModule === true;
  if (compiled) addExports(namespace, ["default"], () => exported.default);
  fillFromExports(namespace, exported);
}

/** The namespace, completed by the named exports that Node did not find in a CommonJS package but that are there. */
export function withNamesOfDefault(namespace: Namespace, names: readonly string[]): Namespace {
  const { default: exported } = namespace;
  const missing = names.filter((name) => !(name in namespace) && isObject(exported) && name in exported);
  if (missing.length === 0) return namespace;
  const completed = createNamespace();
  addExports(completed, Object.keys(namespace), (name) => namespace[name]);
  addExports(completed, missing, (name) => (exported as Namespace)[name]);
  return completed;
}

function isObject(value: unknown): value is Namespace {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
