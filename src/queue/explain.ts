import { SioError } from "../errors.ts";
import { maskUrl } from "../lib/broker-url.ts";

/** Something a broker answers where trying again is of no use. */
export interface Refusal {
  /** How the answer is recognised. */
  readonly answer: RegExp;
  /** Completes "The queue redis://… …". */
  readonly what: string;
  /** A sentence: what to do. */
  readonly hint: string;
}

/** The error as the user's to mend, if it is one of `refusals`; else as it is. */
export function explain(error: Error, { href }: URL, refusals: readonly Refusal[]): Error {
  const refusal = refusals.find(({ answer }) => answer.test(error.message));
  if (!refusal) return error;
  const { what, hint } = refusal;
  return new SioError("config", `The queue ${maskUrl(href)} ${what}: ${error.message}`, { hint, cause: error });
}

/** Why a connection failed, as a sentence. */
export function reasonOf(error: Error): string {
  // Where a name has several addresses, an error for each of them is all there is.
  const [first] = error instanceof AggregateError ? (error.errors as readonly Error[]) : [];
  const { message } = error.message === "" && first ? first : error;
  return `${message.replace(/\.$/, "")}.`;
}
