import { type ErrorCode, SioError } from "../../errors.ts";

/** An error on its way to another process. */
export interface ToldError {
  /** Of a mistake that the user can mend. */
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly hint: string | undefined;
  readonly detail: string | undefined;
  readonly stack: string | undefined;
}

/** Writes down what was thrown. */
export function tellable(thrown: unknown): ToldError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { code, hint, detail } = error instanceof SioError ? error : ({} as Partial<SioError>);
  return { code, hint, detail, message: error.message, stack: error.stack };
}

/** The error as the other process had it. */
export function restored({ code, message, hint, detail, stack }: ToldError): Error {
  if (code === undefined) return Object.assign(new Error(message), { stack });
  return new SioError(code, message, { ...(hint && { hint }), ...(detail && { detail }) });
}
