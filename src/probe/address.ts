import { SioError } from "../errors.ts";

/** Where Socket.IO may be found: the path of its requests, and the namespace that the URL then means. */
export interface Place {
  /** With a slash at both ends. */
  readonly path: string;
  readonly namespace: string;
}

/** What to probe. */
export interface Address {
  /** Scheme, host and port. @example "https://chat.example.com" */
  readonly origin: string;
  readonly secure: boolean;
  /** Sent with every request, such as `?token=…`. */
  readonly query: readonly [name: string, value: string][];
  /** Made of the user name and password in the URL. */
  readonly authorization?: string;
  /** Where to look, the likeliest first. */
  readonly places: readonly Place[];
  /** The URL as a report may show it: without credentials and query. */
  readonly shown: string;
}

/** What a URL leaves open. */
export interface AddressOptions {
  /** The `path` that clients set; the path of the URL is then the namespace, as it is for a client. */
  readonly path?: string | undefined;
  readonly namespace?: string | undefined;
}

/**
 * Reads the URL of a deployment. Its path may be the one of Socket.IO (`/socket.io/`), the folder that it is in (`/chat/socket.io/`), or a
 * namespace, as in `io("https://host/admin")`: without `path`, each is a place to look.
 *
 * @throws SioError `usage` if it is not an http or https URL
 */
export function readAddress(url: string, { path, namespace }: AddressOptions): Address {
  const { protocol, host, pathname, searchParams, username, password } = parse(url);
  const origin = `${protocol}//${host}`;
  const places = path === undefined ? likelyPlaces(pathname) : [{ path: closed(path), namespace: trimmed(pathname) }];
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    origin,
    secure: protocol === "https:",
    query: [...searchParams],
    ...(username && { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` }),
    places: namespace === undefined ? places : places.map((place) => ({ ...place, namespace: trimmed(namespace) })),
    shown: origin + pathname,
  };
}

const usualPath = "/socket.io/";

function likelyPlaces(pathname: string): Place[] {
  if (trimmed(pathname) === "/") return [{ path: usualPath, namespace: "/" }];
  const itself = { path: closed(pathname), namespace: "/" };
  if (pathname.includes(usualPath.slice(0, -1))) return [itself];
  return [
    { path: closed(pathname) + usualPath.slice(1), namespace: "/" },
    { path: usualPath, namespace: trimmed(pathname) },
    itself,
  ];
}

/** With one slash before and none after it. */
function trimmed(path: string): string {
  return `/${path.replace(/^\/+|\/+$/g, "")}`;
}

function closed(path: string): string {
  return trimmed(path) === "/" ? "/" : `${trimmed(path)}/`;
}

/** The scheme that each scheme of WebSocket begins with. */
const httpOf: Readonly<Record<string, string>> = { "ws:": "http:", "wss:": "https:" };

function parse(text: string): URL {
  // Without a scheme, "localhost:5000" would be read as the scheme "localhost".
  if (!text.includes("//") && URL.canParse(`http://${text}`)) {
    throw new SioError("usage", `The address must begin with http:// or https://, not "${text}".`, {
      hint: `sio doctor --url http://${text}`,
    });
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const http = url && httpOf[url.protocol];
  if (http) {
    throw new SioError("usage", `Give the address with ${http}//, not ${url.protocol}//: Socket.IO begins with HTTP.`, {
      hint: `sio doctor --url ${text.replace(url.protocol, http)}`,
    });
  }
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new SioError("usage", `The address must be an http or https URL, not "${text}".`, {
      hint: "sio doctor --url https://chat.example.com",
    });
  }
  return url;
}
