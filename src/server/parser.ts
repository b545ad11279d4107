import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SioError } from "../errors.ts";
import { createModuleGraph } from "../modules/index.ts";
import { createResolver } from "../modules/resolve.ts";

/** A parser as Socket.IO takes it: how packets become text or bytes, and back. */
export interface Parser {
  readonly Encoder: unknown;
  readonly Decoder: unknown;
}

/**
 * Loads the parser that the setting names; `undefined` for Socket.IO's own.
 *
 * @param name `default`, `msgpack`, an absolute path (TypeScript too), or a package of the project in `root`
 * @throws SioError `config` if it does not load or is no parser
 */
export async function loadParser(name: string, root: string): Promise<Parser | undefined> {
  if (name === "default") return undefined;
  const loading = name === "msgpack" ? import("socket.io-msgpack-parser") : loadFrom(name, root);
  const loaded = await loading.catch((cause: unknown) => {
    throw new SioError("config", `The parser ${name} could not be loaded: ${(cause as Error).message}`, {
      ...(cause instanceof SioError && cause.detail !== undefined && { detail: cause.detail }),
      cause,
    });
  });
  const parser = [loaded, (loaded as { default?: unknown }).default].find(isParser);
  if (parser) return parser;
  throw new SioError("config", `The parser ${name} must export the classes Encoder and Decoder.`);
}

/** As an import in the project's own code would load it. */
async function loadFrom(specifier: string, root: string): Promise<object> {
  const fallback = { names: [], from: root };
  const target = createResolver(fallback).resolve({ specifier, from: join(root, "file"), manner: "import" });
  if (target.kind === "native") return import(target.specifier);
  if (target.kind === "package") return import(pathToFileURL(target.file).href);
  const graph = createModuleGraph({ root, provided: {}, fallback });
  try {
    const { namespaces } = await graph.load([target.file]);
    return namespaces[0] ?? {};
  } finally {
    graph.close();
  }
}

function isParser(value: unknown): value is Parser {
  const { Encoder, Decoder } = (value ?? {}) as Partial<Parser>;
  return typeof Encoder === "function" && typeof Decoder === "function";
}
