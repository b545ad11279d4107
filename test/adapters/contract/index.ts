import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asking } from "./asking.ts";
import { belonging } from "./belonging.ts";
import { broadcasting } from "./broadcasting.ts";
import { emitting } from "./emitting.ts";
import { moving } from "./moving.ts";
import { recovering } from "./recovering.ts";
import { type RunningSubject, running, type Subject } from "./subject.ts";

/** Everything that an adapter must do, by what it is about. Each registers tests for its subject. */
const contract = { broadcasting, moving, asking, belonging, emitting, recovering } satisfies Record<
  string,
  (subject: () => RunningSubject) => void
>;

/** Registers the tests that hold an adapter to the contract, in one of its modes, on a broker of its own. */
export function holdToContract({ name, broker, query, recovers = false }: Subject): void {
  describe(name, () => {
    let subject: RunningSubject | undefined;
    beforeAll(async () => {
      subject = running(await broker(), query);
    }, 60_000);
    afterAll(async () => {
      await subject?.broker[Symbol.asyncDispose]();
    });
    const current = () => {
      if (!subject) throw new Error("The broker does not run.");
      return subject;
    };
    test("says truly whether it keeps sessions", () => {
      expect(current().asked.ability?.recovers).toBe(recovers);
    });
    for (const [part, register] of Object.entries(contract)) {
      if (part !== "recovering" || recovers) describe(part, () => register(current));
    }
  });
}
