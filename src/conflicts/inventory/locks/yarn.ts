import { unquoted } from "../yaml.ts";
import { type Ask, askersIn, nameIn } from "./ask.ts";

/** yarn.lock, of yarn 1 (`version "4.8.1"`) and of its successors (`version: 4.8.1`, and `npm:` before ranges). */
export function readYarnLock(text: string): (name: string, version: string) => readonly string[] {
  const entries = [...entriesIn(text)];
  const versions = new Map(entries.flatMap(({ keys, version }) => keys.map((key) => [key, version])));
  return askersIn(asksIn(entries, versions));
}

/** One package: what is asked of it, in the words of those who ask, and what it asks for itself. */
interface Entry {
  readonly keys: readonly string[];
  version: string;
  /** As "name@range". */
  readonly asks: string[];
}

function* asksIn(entries: readonly Entry[], versions: ReadonlyMap<string, string>): Generator<Ask> {
  for (const { keys, asks } of entries) {
    const by = nameIn(keys[0] ?? "");
    // The project and the members of its workspace have package.json files of their own, which say more.
    if (keys.some((key) => key.includes("@workspace:"))) continue;
    for (const ask of asks) {
      const version = versions.get(ask);
      if (version !== undefined) yield { by, name: nameIn(ask), version };
    }
  }
}

function* entriesIn(text: string): Generator<Entry> {
  let entry: Entry | undefined;
  let asking = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^[^\s#].*:$/.test(line)) {
      if (entry) yield entry;
      entry = {
        keys: line
          .slice(0, -1)
          .split(",")
          .map((key) => plain(unquoted(key.replaceAll('"', "")))),
        version: "",
        asks: [],
      };
      asking = false;
    } else if (/^ {2}\S/.test(line)) {
      asking = /^ {2}(?:dependencies|optionalDependencies):$/.test(line);
      const [, version] = /^ {2}version:? (.+)$/.exec(line) ?? [];
      if (entry && version !== undefined) entry.version = unquoted(version);
    } else if (asking) {
      const [, name, range] = /^ {4}("[^"]+"|[^\s:]+):? (.+)$/.exec(line) ?? [];
      if (name !== undefined && range !== undefined) entry?.asks.push(plain(`${unquoted(name)}@${unquoted(range)}`));
    }
  }
  if (entry) yield entry;
}

/** "a@npm:^1" as yarn 1 writes it: "a@^1". */
function plain(key: string): string {
  return key.replace(/(?<=.)@npm:(?=[^@]*$)/, "@");
}
