import { SioError } from "../errors.ts";
import type { HttpRoutes } from "./http.ts";
import type { HttpSessionMiddleware } from "./http-session.ts";
import { Namespace } from "./namespace.ts";
import { type PlainSetup, Registry } from "./registry.ts";

type NamespaceClass = new () => Namespace;

/**
 * What a handlers file registers by what it exports, besides what it has registered by calling: a default function (plain Socket.IO
 * code), namespaces (classes or instances, under any name), `http` and `httpSession`.
 *
 * @param namespace Where plain code and namespaces without a name of their own belong.
 */
export function collectExports(exports: Readonly<Record<string, unknown>>, namespace: string): Registry {
  const registry = new Registry();
  if (exports.http !== undefined) registry.http = exports.http as HttpRoutes;
  if (exports.httpSession !== undefined) registry.httpSession = middlewareOf(exports.httpSession);
  // `export { Chat, Chat as default }` is one namespace.
  for (const exported of new Set(Object.values(exports))) {
    const instance = isNamespaceClass(exported) ? new exported() : exported;
    if (!(instance instanceof Namespace)) continue;
    instance.namespace ||= namespace;
    registry.addNamespace(instance);
  }
  const plain = exports.default;
  if (typeof plain === "function" && !isNamespaceClass(plain)) registry.addPlain(plain as PlainSetup, namespace);
  return registry;
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
