import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/fixtures/**"],
    reporters: ["default", "./test/_support/reporter.ts"],
    // Most tests start servers and child processes: more files at once only make each other late.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A busy machine takes its time; what has happened is noticed at once.
    expect: { poll: { timeout: 10_000 } },
  },
});
