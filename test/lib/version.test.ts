import { expect, test } from "vitest";
import { isBelow, majorOf, parseVersion } from "../../src/lib/version.ts";

test.each([
  ["4.8.1", "4.8.4", true],
  ["4.10.0", "4.9.9", false],
  ["3.99.99", "4.0.0", true],
  ["4.0.0-beta.2", "4.0.0", true],
  ["4.0.0", "4.0.0", false],
  ["4.0.0+build", "4.0.0", false],
  ["v4.0.0", "4.0.1", true],
  ["unknown", "4.0.0", false],
])("whether %s is below %s: %s", (version, bound, below) => {
  expect(isBelow(version, bound)).toBe(below);
});

test("what is no version has no numbers", () => {
  expect(parseVersion("4.8")).toBeUndefined();
  expect(majorOf("latest")).toBeNaN();
  expect(majorOf("12.0.1")).toBe(12);
});
