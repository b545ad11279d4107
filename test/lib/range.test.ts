import { describe, expect, test } from "vitest";
import { endsBelow, satisfies } from "../../src/lib/range.ts";

describe("a version fits a range", () => {
  test.each([
    ["4.8.1", "^4.8.0"],
    ["0.2.9", "^0.2.3"],
    ["2.5.9", "~2.5"],
    ["1.9.9", "~1"],
    ["2.9.0", ">=2.5.4 <3"],
    ["5.1.0", "4.x || 5.x"],
    ["2.9.9", "1.2 - 2"],
    ["1.2.3", "1.2.3"],
    ["3.0.0", ">2"],
    ["9.9.9", "*"],
    ["9.9.9", ""],
    ["4.8.1", "npm:^4.8.0"],
    ["1.0.0", "latest"],
    ["1.0.0", "workspace:^"],
    ["1.0.0", "https://example.com/a.tgz"],
    ["unknown", "^1"],
  ])("%s in %s", (version, range) => {
    expect(satisfies(version, range)).toBe(true);
  });
});

describe("a version does not fit a range", () => {
  test.each([
    ["5.0.0", "^4.8.0"],
    ["5.0.0-beta.1", "^4.8.0"],
    ["4.8.0-beta.1", "^4.8.0"],
    ["0.3.0", "^0.2.3"],
    ["0.0.4", "^0.0.3"],
    ["2.6.0", "~2.5.2"],
    ["3.0.0", ">=2.5.4 <3"],
    ["3.0.0", "4.x || 5.x"],
    ["3.0.0", "1.2 - 2"],
    ["2.9.9", ">2"],
    ["2.5.1", "<=2.5.0"],
  ])("%s in %s", (version, range) => {
    expect(satisfies(version, range)).toBe(false);
  });
});

test.each([
  ["^2.5.0", true],
  ["~1.7 || 2.x", true],
  ["2.5.1", true],
  ["<3", true],
  ["^2 || ^4", false],
  [">=2", false],
  ["*", false],
  ["latest", false],
])("whether %s ends below 3.0.0: %s", (range, ends) => {
  expect(endsBelow(range, "3.0.0")).toBe(ends);
});
