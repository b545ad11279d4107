import { expect, test } from "vitest";
import { fixedPart, pathMatcher } from "../../src/lib/glob.ts";

test.each([
  { pattern: "/a/b", matches: ["/a/b", "/a/b/c"], not: ["/a/bc", "/a"] },
  { pattern: "/a/*.ts", matches: ["/a/x.ts"], not: ["/a/x.js", "/a/b/x.ts", "/a/xts"] },
  { pattern: "/a/**/*.ts", matches: ["/a/x.ts", "/a/b/c/x.ts"], not: ["/b/x.ts"] },
  { pattern: "/a/**", matches: ["/a/b", "/a/b/c"], not: ["/b"] },
  { pattern: "/a/?.{json,y*ml}", matches: ["/a/b.json", "/a/b.yaml"], not: ["/a/bc.json", "/a/b.ts"] },
  { pattern: "/a/[!x-z].ts", matches: ["/a/b.ts"], not: ["/a/x.ts"] },
  { pattern: "/a (1)+/b.ts", matches: ["/a (1)+/b.ts"], not: ["/a 1/b.ts"] },
])("$pattern", ({ pattern, matches, not }) => {
  const isMatch = pathMatcher([pattern]);
  expect(matches.filter((path) => !isMatch(path))).toEqual([]);
  expect(not.filter(isMatch)).toEqual([]);
});

test.each([
  ["/a/b.ts", "/a/b.ts"],
  ["/a/**/*.ts", "/a"],
  ["/a/b*/c", "/a"],
  ["/*.ts", "/"],
])("what %s matches is found in %s", (pattern, place) => {
  expect(fixedPart(pattern)).toBe(place);
});
