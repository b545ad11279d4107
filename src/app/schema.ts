import type { Handler } from "./registry.ts";

/**
 * A schema of any library that speaks Standard Schema (zod, valibot, arktype, …), which is how it is recognised.
 *
 * @see https://standardschema.dev
 */
export interface Schema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => Validation<Output> | Promise<Validation<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

type Validation<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

/** What is wrong with a payload, and where in it. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a client may send for a schema, before it is transformed. */
export type InputOf<S> = S extends Schema<infer Input, unknown> ? Input : never;

/** What a handler is called with, once a schema has checked and transformed it. */
export type OutputOf<S> =
  S extends Schema<never, infer Output> ? Output : S extends Schema<infer _, infer Output> ? Output : never;

/** Whether `value` is a schema, or a list of them. */
export function isSchemas(value: unknown): value is Schema | readonly Schema[] {
  return isSchema(value) || (Array.isArray(value) && value.length > 0 && value.every(isSchema));
}

/** Some libraries' schemas are functions. */
function isSchema(value: unknown): value is Schema {
  const standard = (value as { "~standard"?: { validate?: unknown } } | null | undefined)?.["~standard"];
  return typeof standard?.validate === "function";
}

/** What a client gets for a payload that does not fit. */
export function invalidAck(issues: readonly Issue[]) {
  const plain = issues.map(({ message, path = [] }) => ({ message, path: path.map(keyOf) }));
  return { error: { code: "invalid_payload", issues: plain } };
}

/** A handler that is only called with arguments that fit: one schema for the first, or a list of one for each. */
export function validated(schemas: Schema | readonly Schema[], handler: Handler): Handler {
  const each = Array.isArray(schemas) ? (schemas as readonly Schema[]) : [schemas as Schema];
  return (...args: unknown[]) => {
    const results = each.map((schema, index) => schema["~standard"].validate(args[index]));
    const proceed = (checked: readonly Validation<unknown>[]) => {
      const issues = checked.flatMap(
        (result, index) => result.issues?.map((issue) => placed(issue, index, each.length)) ?? [],
      );
      if (issues.length > 0) return invalidAck(issues);
      const values = checked.map((result) => (result as { value: unknown }).value);
      return handler(...values, ...args.slice(each.length)) as unknown;
    };
    return results.some((result) => result instanceof Promise)
      ? Promise.all(results).then(proceed)
      : proceed(results as Validation<unknown>[]);
  };
}

/** With several schemas, an issue's path begins with the argument's index. */
function placed(issue: Issue, index: number, count: number): Issue {
  return count === 1 ? issue : { ...issue, path: [index, ...(issue.path ?? [])] };
}

function keyOf(step: PropertyKey | { readonly key: PropertyKey }): string | number {
  const key = typeof step === "object" ? step.key : step;
  return typeof key === "symbol" ? String(key) : key;
}
