import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";

/**
 * Ends a run with the count that other programs read, alone on the last line: `N passed, N failed`, and `, N skipped`
 * where tests were skipped. Each skipped test is named with its reason before that line. A file that does not load, a
 * hook that throws and an error outside of any test count as failures; a run in which no test ran is one too.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const passed = inState("passed").length;
    const skipped = inState("skipped");
    const failed = inState("failed").length + modules.flatMap(brokenSuites).length + strayErrors.length;

    for (const test of skipped) write(`skipped: ${test.module.relativeModuleId} > ${test.fullName}: ${reasonOf(test)}`);
    if (passed + failed === 0) {
      write("No test ran.");
      process.exitCode = 1;
    }
    write(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`);
  }
}

function brokenSuites(module: TestModule): (TestModule | TestSuite)[] {
  return [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return (result.state === "skipped" && result.note) || "no reason given";
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
