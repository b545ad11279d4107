import { text } from "../config/kinds.ts";
import type { Kind } from "../config/option.ts";
import { flag, flagOrNone } from "./flag-table.ts";
import { headerLines } from "./header-lines.ts";

/** Any text. */
export const named = text({ expects: "a name", placeholder: "name", fits: () => true });

/** Any value, as JSON writes it. */
const json: Kind<unknown, string> = {
  name: "json",
  placeholder: "json",
  expects: `JSON such as {"token":"abc"}`,
  read(raw) {
    try {
      return { value: JSON.parse(String(raw)) as unknown };
    } catch {
      return undefined;
    }
  },
  show: (value) => JSON.stringify(value),
};

/** What a command that is a client says when it joins a namespace. */
export function joiningFlags(place: { readonly group: string; readonly rare?: boolean }) {
  return {
    namespace: flagOrNone({ kind: named, help: "namespace, if not the path of the URL", ...place }),
    path: flag({ kind: named, default: "/socket.io", help: "path of Socket.IO's requests", ...place }),
    auth: flagOrNone({ kind: json, help: "sent when joining a namespace", ...place }),
    header: flagOrNone({ kind: headerLines, help: "header to send; may be repeated", repeated: true, ...place }),
  };
}
