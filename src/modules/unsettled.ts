import { annotate } from "./place.ts";
import type { UserModule } from "./user-module.ts";

/** The error of an entry's evaluation that was given up after `ms`; the module that still awaits something has failed with it. */
export function unsettled(entry: UserModule, modules: ReadonlyMap<string, UserModule>, ms: number): Error {
  const evaluating = [...modules.values()].filter(({ state }) => state === "evaluating");
  const waits = ({ dependencies }: UserModule) => evaluating.some(({ file }) => dependencies.has(file));
  const culprit = evaluating.find((module) => !waits(module)) ?? evaluating[0] ?? entry;
  const message = `It awaits something outside functions that has not come after ${ms / 1_000} s`;
  const error = annotate(new Error(message), { hint: "Await it in a function, or in a background task." });
  Object.assign(culprit, { state: "failed", error });
  return error;
}
