import { within } from "../../lib/within.ts";
import type { Intake } from "./intake.ts";

/** The methods of an object by themselves, as they are before they are replaced. */
export function bound<T extends object, Name extends keyof T>(object: T, names: readonly Name[]): Pick<T, Name> {
  const entries = names.map((name) => {
    const method = object[name];
    return [name, typeof method === "function" ? method.bind(object) : method];
  });
  return Object.fromEntries(entries) as Pick<T, Name>;
}

/** The same method, which never throws or rejects: a message that makes it do so is dropped. */
export function guarded<Args extends readonly unknown[]>(take: (...args: Args) => unknown, intake: Intake) {
  return async (...args: Args): Promise<void> => {
    try {
      const taken = take(...args);
      intake.understood();
      await taken;
    } catch (error) {
      intake.understood();
      intake.dropped(error);
    }
  };
}

/** The answer of the broker, or of others by way of it; rejects if it takes more than `ms`. */
export function inTime<T>(answer: PromiseLike<T>, ms = 5_000): Promise<T> {
  return within(ms, answer, () => new Error("The other servers have not answered in time."));
}
