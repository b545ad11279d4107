import { compareVersions, parseVersion, type Version } from "./version.ts";

/**
 * Whether `version` fits a range as package.json files give it: `^4.8.0`, `~2.5`, `>=2.5.4 <3`, `4.x || 5.x`, `1.2 - 2`. True for what is
 * no range of versions, such as a tag or a URL, and for a version that cannot be read. A pre-release fits wherever its numbers do.
 */
export function satisfies(version: string, range: string): boolean {
  const exact = parseVersion(version);
  const intervals = intervalsOf(range);
  if (!exact || !intervals) return true;
  return intervals.some(({ from, before }) => compareVersions(exact, from) >= 0 && compareVersions(exact, before) < 0);
}

/** Whether no version from `bound` on fits `range`; false for what is no range of versions. */
export function endsBelow(range: string, bound: string): boolean {
  const limit = parseVersion(bound);
  const intervals = intervalsOf(range);
  if (!limit || !intervals) return false;
  return intervals.every(
    ({ from, before }) => compareVersions(before, limit) <= 0 || compareVersions(from, before) >= 0,
  );
}

interface Interval {
  readonly from: Version;
  readonly before: Version;
}

const start: Version = [0, 0, 0, -1];
const end: Version = [Number.POSITIVE_INFINITY, 0, 0, 0];
const comparator =
  /^(\^|~>?|>=|<=|>|<|=)?\s*v?([\dxX*]+)(?:\.([\dxX*]+))?(?:\.([\dxX*]+))?(-[\w.-]+)?(?:\+[\w.-]+)?(?:\s+|$)/;

function intervalsOf(range: string): readonly Interval[] | undefined {
  const intervals = range
    .replace(/^npm:/, "")
    .split("||")
    .map((part) => intersection(part.trim().replace(/^(\S+)\s+-\s+(\S+)$/, ">=$1 <=$2")));
  return intervals.every((interval) => interval !== undefined) ? intervals : undefined;
}

/** What fits all comparators that stand side by side. */
function intersection(part: string): Interval | undefined {
  let rest = part;
  let all: Interval = { from: start, before: end };
  while (rest !== "") {
    const [text, operator = "", ...numbers] = comparator.exec(rest) ?? [];
    if (text === undefined) return undefined;
    rest = rest.slice(text.length);
    const { from, before } = intervalOf(operator, numbers);
    all = {
      from: compareVersions(from, all.from) > 0 ? from : all.from,
      before: compareVersions(before, all.before) < 0 ? before : all.before,
    };
  }
  return all;
}

/** `>1.2` means above all of 1.2: what is missing of a version stands for all there is. */
function intervalOf(operator: string, [first, second, third, tag]: readonly (string | undefined)[]): Interval {
  const numbers = [first, second, third].map((text) =>
    text === undefined || /[xX*]/.test(text) ? undefined : Number(text),
  );
  const known = numbers.indexOf(undefined);
  const given = known === -1 ? 3 : known;
  if (given === 0) return { from: start, before: end };
  const [major = 0, minor = 0, patch = 0] = numbers.slice(0, given);
  // A range up to a version leaves out what comes before its release: ^4.8.0 has no 5.0.0-beta.
  const from: Version = [major, minor, patch, given < 3 || tag !== undefined ? -1 : 0];
  const next = (place: number): Version => {
    const last = Math.min(place, given - 1);
    if (last === 0) return [major + 1, 0, 0, -1];
    return last === 1 ? [major, minor + 1, 0, -1] : [major, minor, patch + 1, -1];
  };
  if (operator === ">=") return { from, before: end };
  if (operator === ">") return { from: next(2), before: end };
  if (operator === "<") return { from: start, before: from };
  if (operator === "<=") return { from: start, before: next(2) };
  if (operator === "^") return { from, before: next([major > 0, minor > 0, true].indexOf(true)) };
  if (operator.startsWith("~")) return { from, before: next(1) };
  return { from, before: next(2) };
}
