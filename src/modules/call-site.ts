import type { Place } from "./place.ts";

/** The call site as it is, but for its place; its methods refuse any other receiver than the original. */
export function siteAt(site: NodeJS.CallSite, { file, line, column }: Place): NodeJS.CallSite {
  const text = String(site).replace(/[^\s(]+:\d+:\d+(?=\)?$)/, `${file}:${line}:${column}`);
  const answers: Record<PropertyKey, () => unknown> = {
    getFileName: () => file,
    getScriptNameOrSourceURL: () => file,
    getLineNumber: () => line,
    getColumnNumber: () => column,
    isEval: () => false,
    getEvalOrigin: () => undefined,
    toString: () => text,
    [Symbol.toPrimitive]: () => text,
  };
  return new Proxy(site, {
    get(target, key) {
      if (Object.hasOwn(answers, key)) return answers[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The first lines of a stack, as Node writes them: its own errors show their code, too. */
export function headOf(error: Error): string {
  const { name, message, code } = error as NodeJS.ErrnoException;
  const withCode = `${name} [${code}]: ${message}`;
  if (typeof code === "string" && Object.hasOwn(error, "code") && String(error) === withCode) return withCode;
  return Error.prototype.toString.call(error);
}
