/** Whether a path is one of `patterns`, lies below one, or matches one; all are absolute. */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.map((pattern) => new RegExp(`^${asExpression(slashes(pattern))}(?:/|$)`));
  return (path) => expressions.some((expression) => expression.test(slashes(path)));
}

/** The folder or file in which everything that matches `pattern` is found: what stands before its first wildcard. */
export function fixedPart(pattern: string): string {
  const wild = pattern.search(/[*?{[]/);
  if (wild === -1) return pattern;
  const end = Math.max(pattern.lastIndexOf("/", wild), pattern.lastIndexOf("\\", wild));
  return pattern.slice(0, end) || "/";
}

/** What is special in a pattern, as a regular expression; everything else stands for itself. */
const special: readonly (readonly [RegExp, (part: string) => string])[] = [
  [/^\*\*\//, () => "(?:[^/]+/)*"],
  [/^\*\*/, () => ".*"],
  [/^\*/, () => "[^/]*"],
  [/^\?/, () => "[^/]"],
  [/^\[!?[^\]/]+\]/, (part) => part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\")],
  [/^\{[^{}]*\}/, (part) => `(?:${part.slice(1, -1).split(",").map(asExpression).join("|")})`],
];

function asExpression(pattern: string): string {
  let rest = pattern;
  let expression = "";
  while (rest !== "") {
    const [part, written] = firstOf(rest);
    expression += written;
    rest = rest.slice(part.length);
  }
  return expression;
}

function firstOf(pattern: string): readonly [part: string, expression: string] {
  for (const [form, write] of special) {
    const part = form.exec(pattern)?.[0];
    if (part) return [part, write(part)];
  }
  const [char = ""] = pattern;
  return [char, char.replace(/[\\^$.*+?()[\]{}|]/, "\\$&")];
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}
