import { unquoted } from "../yaml.ts";
import { type Ask, askersIn, nameIn } from "./ask.ts";

/** pnpm-lock.yaml, of the versions 5 (`/a/1.0.0:`), 6 (`/a@1.0.0:`) and 9 (`a@1.0.0:` below `snapshots`). */
export function readPnpmLock(text: string): (name: string, version: string) => readonly string[] {
  return askersIn(asksIn(text));
}

function* asksIn(text: string): Generator<Ask> {
  let section = "";
  let by = "";
  let asking = false;
  for (const line of text.split(/\r?\n/)) {
    const [, indent = "", key = "", value = ""] = /^( *)("[^"]*"|'[^']*'|[^\s:][^:]*):(?: (.+))?$/.exec(line) ?? [];
    if (key === "") continue;
    const depth = indent.length;
    if (depth === 0) section = key;
    if (section !== "packages" && section !== "snapshots") continue;
    if (depth === 2) by = packageIn(unquoted(key));
    if (depth <= 4) asking = key === "dependencies" || key === "optionalDependencies";
    else if (asking && depth === 6) yield { by, name: unquoted(key), version: versionIn(unquoted(value)) };
  }
}

/** The name in "/@scope/a/1.0.0_peer@2", "/@scope/a@1.0.0(peer@2)" and "@scope/a@1.0.0". */
function packageIn(key: string): string {
  const path = key.replace(/^\//, "");
  const [, old] = /^((?:@[^/]+\/)?[^/@]+)\/\d/.exec(path) ?? [];
  return old ?? nameIn(path);
}

/** The version in "1.0.0", "1.0.0(peer@2)", "1.0.0_peer@2" and, for an alias, "other@1.0.0". */
function versionIn(value: string): string {
  return /(\d+\.\d+\.\d+[\w.+-]*?)(?:[(_].*)?$/.exec(value.replace(/[(_].*$/, ""))?.[1] ?? value;
}
