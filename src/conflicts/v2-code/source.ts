import { once } from "../../lib/memoize.ts";
import type { SourceText } from "../inventory.ts";
import { codeOnly, withoutComments } from "../source-code.ts";

/** A file, as it is searched for code of Socket.IO 2. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** The text with nothing but spaces in comments and quotes. */
  readonly code: string;
  /** The text with spaces for comments. */
  readonly quoted: string;
  /** What a Socket.IO server is called here, as a part of a regular expression. */
  readonly server: string;
  /** What a socket is called here, as such a part. */
  readonly socket: string;
  /** What the package itself is called here, as such a part. */
  readonly package: string;
}

/** Reads a file for what its names stand for, as far as that is asked. */
export function readSource({ path, text }: SourceText): Source {
  const code = once(() => codeOnly(text));
  const quoted = once(() => withoutComments(text));
  const server = once(() => anyOf(servers(quoted())));
  const socket = once(() => anyOf(sockets(quoted())));
  const ofPackage = once(() => anyOf(packages(quoted())));
  return {
    path,
    text,
    get code() {
      return code();
    },
    get quoted() {
      return quoted();
    },
    get server() {
      return server();
    },
    get socket() {
      return socket();
    },
    get package() {
      return ofPackage();
    },
  };
}

/** Where a pattern of {@link Source.quoted} is found in code, and not in a text that quotes code. */
export function inCode({ quoted, code }: Source, pattern: string): readonly RegExpExecArray[] {
  return [...quoted.matchAll(new RegExp(pattern, "g"))].filter(({ index }) => code.charAt(index) !== " ");
}

/** The places at which {@link inCode} finds a pattern. */
export function places(source: Source, pattern: string): readonly number[] {
  return inCode(source, pattern).map(({ index }) => index);
}

/** Everybody calls the server `io`; other names are those that it is given here. */
function servers(text: string): readonly string[] {
  const made = [
    /\b(?:const|let|var)\s+(\w+)(?:\s*:[^=]{0,200})?\s*=\s*(?:new\s+(?:\w+\.)?Server\b|require\(\s*["']socket\.io["']\s*\)\s*[.(])/g,
    /\bexport\s+default\s+(?:async\s+)?(?:function\s*\w*\s*)?\(?\s*(\w+)/g,
    /\bmodule\.exports\s*=\s*(?:async\s+)?(?:function\s*\w*\s*)?\(?\s*(\w+)/g,
  ];
  const names = made.flatMap((pattern) => allNames(text, pattern)).filter((name) => !keywords.has(name));
  return isOfAnother(text) ? names.filter((name) => name !== "io") : ["io", ...names];
}

/** What can stand where the patterns look for a name. */
const keywords: ReadonlySet<string> = new Set(["async", "class", "function", "new"]);

/** Whether `io` is something of another package, or made by a class of another name. */
function isOfAnother(text: string): boolean {
  return [
    /\bimport\s[^;"']{0,200}\bio\b[^;"']{0,200}\bfrom\s*["'](?!socket\.io["']|\.)/,
    /\b(?:const|let|var)\s+(?:\{[^}]{0,200})?\bio\b[^=;]{0,200}=\s*(?:await\s+)?(?:require|import)\s*\(\s*["'](?!socket\.io["']|\.)/,
    /\b(?:const|let|var)\s+io\b[^=;]{0,200}=\s*new\s+(?!(?:\w+\.)?\w*Server\b)/,
  ].some((pattern) => pattern.test(text));
}

/** `socket`, and what connection callbacks call it. */
function sockets(text: string): readonly string[] {
  const callback = /\.on\(\s*["']connect(?:ion)?["']\s*,\s*(?:async\s+)?(?:function\s*\w*\s*)?\(?\s*(\w+)/g;
  return ["socket", ...allNames(text, callback).filter((name) => !keywords.has(name))];
}

/** Names of what `require("socket.io")` gives, as long as it is not called at once or put in its own place. */
function packages(text: string): readonly string[] {
  const imported = [
    /\b(?:const|let|var|import)\s+(\w+)\s*=\s*require\(\s*["']socket\.io["']\s*\)(?!\s*[.(])/g,
    /\bimport\s+(?:\*\s*as\s+)?(\w+)\s+from\s*["']socket\.io["']/g,
  ];
  const names = imported.flatMap((pattern) => allNames(text, pattern));
  return names.filter((name) => !new RegExp(`(?<![.\\w])${name}\\s*=\\s*(?:new\\s+)?${name}\\b`).test(text));
}

function allNames(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = ""]) => name);
}

/** A name that no text has is found nowhere. */
function anyOf(names: readonly string[]): string {
  return names.length === 0 ? "(?!)" : `(?<![\\w$])(?:${[...new Set(names)].join("|")})`;
}
