import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Kind } from "../config/option.ts";

/** Headers by their names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** Lines as HTTP writes them, `cookie: session=abc`, one for each time that the flag is given; a name given twice has both values. */
export const headerLines: Kind<Headers, readonly string[]> = {
  name: "headers",
  placeholder: "line",
  expects: `written as HTTP does, such as "cookie: session=abc"`,
  read(raw) {
    const lines = (Array.isArray(raw) ? raw : [raw]).map(headerIn);
    const headers: Record<string, string> = {};
    for (const line of lines) {
      if (!line) return undefined;
      const { name, value } = line;
      headers[name] = headers[name] === undefined ? value : headers[name] + separatorOf(name) + value;
    }
    return { value: headers };
  },
  show: (headers) =>
    Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join(", "),
};

function headerIn(line: unknown): { readonly name: string; readonly value: string } | undefined {
  const [, name, value] = /^([^:]+):\s*(.*)$/.exec(String(line)) ?? [];
  if (name === undefined || value === undefined) return undefined;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    return undefined;
  }
  return { name: name.toLowerCase(), value };
}

/** RFC 6265, section 5.4, and RFC 9110, section 5.3. */
function separatorOf(name: string): string {
  return name === "cookie" ? "; " : ", ";
}
