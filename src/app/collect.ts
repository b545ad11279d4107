import { SioError } from "../errors.ts";
import type { Application } from "./application.ts";
import type { HttpRoutes } from "./http.ts";
import type { HttpSessionMiddleware } from "./http-session.ts";
import { Namespace } from "./namespace.ts";
import type { PlainSetup } from "./registry.ts";

type NamespaceClass = new () => Namespace;

/**
 * Registers what a handlers file exports, besides what it has registered by calling: a default function (plain Socket.IO code),
 * namespaces (classes or instances, under any name), `http` and `httpSession`.
 */
export function collectExports(app: Application, exports: Readonly<Record<string, unknown>>, namespace: string): void {
  const registry = app.collecting;
  if (exports.http !== undefined) registry.http = exports.http as HttpRoutes;
  if (exports.httpSession !== undefined) registry.httpSession = middlewareOf(exports.httpSession);
  // `export { Chat, Chat as default }` is one namespace.
  for (const exported of new Set(Object.values(exports))) {
    if (exported instanceof Namespace) app.onNamespace(exported);
    else if (isNamespaceClass(exported)) app.onNamespace(new exported());
  }
  const plain = exports.default;
  if (typeof plain === "function" && !isNamespaceClass(plain)) registry.addPlain(plain as PlainSetup, namespace);
}

function middlewareOf(exported: unknown): HttpSessionMiddleware {
  if (typeof exported === "function") return exported as HttpSessionMiddleware;
  throw new SioError(
    "handlers",
    `The export "httpSession" must be a middleware such as session({ … }), not ${typeof exported}.`,
  );
}

function isNamespaceClass(value: unknown): value is NamespaceClass {
  return typeof value === "function" && value.prototype instanceof Namespace;
}
