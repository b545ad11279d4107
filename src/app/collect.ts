import type { Application } from "./application.ts";
import type { HttpRoutes } from "./http.ts";
import { Namespace } from "./namespace.ts";
import type { PlainSetup } from "./registry.ts";

type NamespaceClass = new () => Namespace;

/**
 * Registers what a handlers file exports, besides what it has registered by calling: a default function (plain Socket.IO code),
 * namespaces (classes or instances, under any name), and `http`.
 */
export function collectExports(app: Application, exports: Readonly<Record<string, unknown>>, namespace: string): void {
  const registry = app.collecting;
  if (exports.http !== undefined) registry.http = exports.http as HttpRoutes;
  // `export { Chat, Chat as default }` is one namespace.
  for (const exported of new Set(Object.values(exports))) {
    if (exported instanceof Namespace) app.onNamespace(exported);
    else if (isNamespaceClass(exported)) app.onNamespace(new exported());
  }
  const plain = exports.default;
  if (typeof plain === "function" && !isNamespaceClass(plain)) registry.addPlain(plain as PlainSetup, namespace);
}

function isNamespaceClass(value: unknown): value is NamespaceClass {
  return typeof value === "function" && value.prototype instanceof Namespace;
}
