import { isBuiltin } from "node:module";

/** A rule of npm for the names of new packages. */
interface Rule {
  readonly broken: (name: string) => boolean;
  /** Goes on after "npm refuses "x" as a name: it ". */
  readonly why: string;
}

/** https://docs.npmjs.com/cli/v11/configuring-npm/package-json#name */
const rules: readonly Rule[] = [
  { broken: (name) => name === "", why: "must have at least one letter" },
  { broken: (name) => name.length > 214, why: "must be 214 characters long at most" },
  { broken: (name) => /\p{Lu}/u.test(name), why: "must not have capital letters" },
  { broken: (name) => /^[._-]/.test(bare(name)), why: "must not begin with a dot, a hyphen or an underscore" },
  {
    broken: (name) => !/^(@[a-z\d~-][a-z\d._~-]*\/)?[a-z\d._~-]+$/.test(name),
    why: "may have only letters from a to z, digits, hyphens, dots and underscores",
  },
  { broken: (name) => ["node_modules", "favicon.ico"].includes(name), why: "means something else" },
  { broken: isBuiltin, why: "is that of a module of Node.js" },
];

/** Why npm would refuse a package of this name, as the end of a sentence; `undefined` if it would not. */
export function whyRefused(name: string): string | undefined {
  return rules.find(({ broken }) => broken(name))?.why;
}

/**
 * The name nearest to `text` that npm takes.
 *
 * @example
 * packageNameFrom("Mein Café"); // "mein-cafe"
 */
export function packageNameFrom(text: string): string {
  const name = text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z\d._~-]+/g, "-")
    .replace(/^[._-]+|[-.]+$/g, "")
    .slice(0, 200);
  if (name === "") return "sio-app";
  return whyRefused(name) === undefined ? name : `${name}-app`;
}

function bare(name: string): string {
  return name.replace(/^@[^/]*\//, "");
}
