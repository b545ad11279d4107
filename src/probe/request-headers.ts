import { validateHeaderName, validateHeaderValue } from "node:http";
import { SioError } from "../errors.ts";

/**
 * Headers with their names in lower case, as the rest of a probe knows them.
 * @throws SioError `usage` if HTTP cannot carry one
 */
export function readHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      try {
        validateHeaderName(name);
        validateHeaderValue(name, value);
      } catch (cause) {
        throw new SioError("usage", `HTTP cannot carry the header ${JSON.stringify(`${name}: ${value}`)}.`, { cause });
      }
      return [name.toLowerCase(), value];
    }),
  );
}

/**
 * An origin as browsers send it.
 * @throws SioError `usage` if no page can have it
 */
export function readOrigin(origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  const read = URL.canParse(origin) ? new URL(origin).origin : "null";
  if (read !== "null") return read;
  throw new SioError("usage", `The origin of a page is a scheme and a host, not ${JSON.stringify(origin)}.`, {
    hint: "--origin https://app.example.com",
  });
}
