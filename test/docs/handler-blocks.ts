import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { type TestServer, testServer } from "../../src/testing.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { type Fence, fencesOf, type Page, root } from "./pages.ts";

/** A block that is a whole handlers file, with the other files of its page. */
export interface HandlerBlock extends Fence {
  readonly files: Readonly<Record<string, string>>;
}

/** Every block of a page that `sio-serve` could be given. */
export function handlerBlocksOf(page: Page): HandlerBlock[] {
  const fences = fencesOf(page);
  return fences.filter(isHandlers).map((fence) => {
    const named = fences.filter(({ name }) => name?.includes("/") === false && name !== fence.name);
    const before = named.filter(({ index }) => index < fence.index);
    const after = named.filter(({ index }) => index > fence.index).toReversed();
    return { ...fence, files: Object.fromEntries([...after, ...before].map(({ name, code }) => [name, code])) };
  });
}

const registering = /from "sio-serve"|export default (?:async )?(?:\(io|function handlers)/;
const other = /new SocketIO\b|defineConfig|sio-serve\/testing|createEmitter|BenchScenario|from "socket\.io-client"/;

function isHandlers({ language, marks, code }: Fence): boolean {
  if ((language !== "ts" && language !== "js") || marks.includes("fragment")) return false;
  const values = code.replace(/^import type .*$/gm, "");
  return registering.test(values) && !other.test(values);
}

/** A block that is served. */
export interface ServedBlock {
  readonly server: TestServer;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Serves a block as it stands, in a folder with the other files of its page and the packages of this project. */
export async function serveBlock({ name, language, code, files }: HandlerBlock): Promise<ServedBlock> {
  const file = name ?? `handlers.${language}`;
  const folder = await temporaryFolder({ ...files, [file]: code });
  await symlink(join(root, "node_modules"), join(folder.path, "node_modules"));
  const server = await testServer(join(folder.path, file)).catch(async (error: unknown) => {
    await folder[Symbol.asyncDispose]();
    throw error;
  });
  return {
    server,
    async [Symbol.asyncDispose]() {
      await server.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
