/**
 * A schema of any library that speaks Standard Schema (zod, valibot, arktype, …), which is how it is recognised.
 *
 * @see https://standardschema.dev
 */
export interface Schema<Input = unknown, Output = Input> {
  /** What the library gives to others: how to check a value, and the types before and after. */
  readonly "~standard": {
    /** Of Standard Schema. */
    readonly version: 1;
    /** The library, such as `"zod"`. */
    readonly vendor: string;
    /** Checks and transforms a value, now or later: gives the new value, or the issues. */
    readonly validate: (value: unknown) => Validation<Output> | Promise<Validation<Output>>;
    /** Never there at run time: what goes in, and what comes out. */
    readonly types?: SchemaTypes<Input, Output> | undefined;
  };
}

interface SchemaTypes<Input, Output> {
  /** What `validate` accepts. */
  readonly input: Input;
  /** What it makes of that. */
  readonly output: Output;
}

/** One schema for the first argument, or a list with one for each. */
export type Schemas = Schema | readonly Schema[];

type Validation<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly FoundIssue[] };

/** An issue as a library reports it. */
interface FoundIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What is wrong with a payload, as the client is told. */
export interface Issue {
  /** The schema's own words. */
  readonly message: string;
  /** Where in the argument, from the outside in; with a list of schemas, the argument's index comes first. */
  readonly path: readonly (string | number)[];
}

/** A schema's types, before and after. */
type TypesOf<S> = S extends { readonly "~standard": { readonly types?: infer Types } } ? NonNullable<Types> : never;

/** What a client may send for a schema, before it is transformed. */
export type InputOf<S> = TypesOf<S> extends { readonly input: infer Input } ? Input : never;

/** What a handler is called with, once a schema has checked and transformed it. */
export type OutputOf<S> = TypesOf<S> extends { readonly output: infer Output } ? Output : never;

/** The arguments that a client may send for these schemas. */
export type Sendable<S> = S extends readonly Schema[] ? { -readonly [I in keyof S]: InputOf<S[I]> } : [InputOf<S>];

/** The arguments that a handler gets once its schemas have checked them. */
export type Checked<S> = S extends readonly Schema[] ? { -readonly [I in keyof S]: OutputOf<S[I]> } : [OutputOf<S>];

/** What comes back in place of a handler's answer: its schemas refused the arguments, and it was not called. */
export class InvalidPayload {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    this.issues = issues;
  }
}

/** An event that did not reach its handler, because its arguments do not fit the handler's schemas. */
export interface InvalidEvent {
  readonly issues: readonly Issue[];
  readonly event: string;
  readonly namespace: string;
  /** The client whose event it is. */
  readonly sid: string;
}

type HandlerFunction = (...args: unknown[]) => unknown;

/** Events that cannot have a schema, and why. */
const uncheckable: ReadonlyMap<string, string> = new Map([
  ["*", "it gets every event, and each has arguments of its own"],
  ["disconnect", "the server says why a client goes, and not the client"],
]);

/** Throws a TypeError unless these are schemas, and `event` can have them. */
export function checkSchemas(event: string, schemas: unknown): asserts schemas is Schemas {
  if (!isSchemas(schemas)) {
    throw new TypeError("The schema must speak Standard Schema, as those of zod 3.24, valibot 1 and arktype 2 do.");
  }
  const why = uncheckable.get(event);
  if (why) throw new TypeError(`The event "${event}" takes no schema: ${why}.`);
}

/** Whether `value` is a schema, or a list of them. */
export function isSchemas(value: unknown): value is Schemas {
  return isSchema(value) || (Array.isArray(value) && value.length > 0 && value.every(isSchema));
}

/** Some libraries' schemas are functions. */
function isSchema(value: unknown): value is Schema {
  const standard = (value as { "~standard"?: { validate?: unknown } } | null | undefined)?.["~standard"];
  return typeof standard?.validate === "function";
}

/**
 * A handler that is only called with what its schemas have checked: arguments that do not fit give an {@link InvalidPayload} instead of
 * its answer, and those without a schema are left out.
 */
export function validated(schemas: Schemas, handler: HandlerFunction): HandlerFunction {
  const listed = isList(schemas);
  const each = listed ? schemas : [schemas];
  const proceed = (results: readonly Validation<unknown>[]) => {
    if (results.some(({ issues }) => issues)) {
      return new InvalidPayload(results.flatMap((result, index) => issuesOf(result, listed ? [index] : [])));
    }
    return handler(...results.map((result) => (result as { value: unknown }).value));
  };
  return (...args: unknown[]) => {
    const results = each.map((schema, index) => schema["~standard"].validate(args[index]));
    return results.some(isLater) ? Promise.all(results).then(proceed) : proceed(results as Validation<unknown>[]);
  };
}

function issuesOf({ issues = [] }: Validation<unknown>, at: readonly number[]): Issue[] {
  // Array.from, because libraries have lists of classes of their own, whose `map` makes another of them.
  return Array.from(issues, ({ message, path = [] }) => ({ message, path: [...at, ...Array.from(path, keyOf)] }));
}

function keyOf(step: PropertyKey | { readonly key: PropertyKey }): string | number {
  const key = typeof step === "object" ? step.key : step;
  return typeof key === "symbol" ? String(key) : key;
}

function isList(schemas: Schemas): schemas is readonly Schema[] {
  return Array.isArray(schemas);
}

// By its method: a schema of a test runner's module graph gives promises of another realm.
function isLater(result: Validation<unknown> | PromiseLike<Validation<unknown>>): boolean {
  return "then" in result;
}
