/** A version as numbers that compare from left to right; the last is -1 for what comes before the release, such as a beta. */
export type Version = readonly [major: number, minor: number, patch: number, release: number];

/** Reads "4.8.1" and "v5.0.0-beta.2"; `undefined` for anything else. All pre-releases of a version count as the same. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch, before] = /^v?(\d+)\.(\d+)\.(\d+)(-[\w.-]+)?(?:\+[\w.-]+)?$/.exec(text.trim()) ?? [];
  if (major === undefined) return undefined;
  return [Number(major), Number(minor), Number(patch), before === undefined ? 0 : -1];
}

/** Negative if `a` comes before `b`, positive if it comes after, 0 if they are the same. */
export function compareVersions(a: Version, b: Version): number {
  const differs = a.findIndex((number, index) => number !== b[index]);
  return differs === -1 ? 0 : (a[differs] ?? 0) - (b[differs] ?? 0);
}

/** Whether `version` comes before `bound`; false if it cannot be read. */
export function isBelow(version: string, bound: string): boolean {
  const [a, b] = [parseVersion(version), parseVersion(bound)];
  return a !== undefined && b !== undefined && compareVersions(a, b) < 0;
}

/** The first number of a version; not a number if it cannot be read. */
export function majorOf(version: string): number {
  return parseVersion(version)?.[0] ?? Number.NaN;
}
