/** Where a broker is: a URL that may name several hosts. */
export interface BrokerUrl {
  /** As it was given, with all its hosts. A secret: show {@link maskUrl} of it. */
  readonly href: string;
  /** The same with its first host alone. */
  readonly url: URL;
  /** Every host with its port, if it was given one, as `127.0.0.1:6379` or `[::1]:6379`. */
  readonly hosts: readonly [string, ...string[]];
}

const form = /^([a-z][a-z\d+.-]*:\/\/(?:[^/?#]*@)?)([^/?#@]+)(.*)$/i;

/** Understands the URL of a broker, or returns `undefined`. */
export function readBrokerUrl(href: string): BrokerUrl | undefined {
  const [, start = "", named = "", rest = ""] = form.exec(href) ?? [];
  const [first, ...others] = named.split(",");
  if (first === undefined) return undefined;
  const hosts = [first, ...others] as const;
  if (!hosts.every((host) => host !== "" && URL.canParse(`broker://${host}`))) return undefined;
  const text = start + first + rest;
  return URL.canParse(text) ? { href, url: new URL(text), hosts } : undefined;
}

/** The scheme that a text begins with, without the colon. */
export function schemeOf(text: string): string {
  return /^([a-z][a-z\d+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase() ?? "";
}

/** The URL with stars in the place of its password or token, wherever that stands. It need not be a right one. */
export function maskUrl(text: string): string {
  const from = text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3;
  const to = text.lastIndexOf("@");
  const named = to < from ? text : `${text.slice(0, from)}${maskUser(text.slice(from, to))}${text.slice(to)}`;
  return named.replace(/([?&][^=&]*(?:pass|token|secret|key|auth|cred)[^=&]*=)[^&#]*/gi, `$1${stars}`);
}

const stars = "***";

/** A name without a password may be a token. */
function maskUser(user: string): string {
  const colon = user.indexOf(":");
  return colon < 0 ? stars : `${user.slice(0, colon)}:${stars}`;
}
