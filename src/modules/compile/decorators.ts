type Decorator = (target: object, key?: PropertyKey, descriptor?: PropertyDescriptor) => unknown;
type Member = [key?: PropertyKey, given?: PropertyDescriptor | null];
type Metadata = (key: string, value: unknown) => unknown;

/**
 * What compiled legacy decorators (`experimentalDecorators`) call, with the behaviour of TypeScript's own helpers:
 * the last decorator runs first, and each may replace the class or the descriptor.
 */
export const decoratorHelpers = {
  decorate(decorators: readonly Decorator[], target: object, ...[key, given]: Member) {
    const member = key !== undefined;
    const own = given === null && member ? Object.getOwnPropertyDescriptor(target, key) : given;
    let result: unknown = member ? own : target;
    for (const decorator of decorators.toReversed()) {
      const replaced = member
        ? decorator(target, key, result as PropertyDescriptor | undefined)
        : decorator(result as object);
      result = replaced ?? result;
    }
    if (member && result) Object.defineProperty(target, key, result as PropertyDescriptor);
    return result;
  },

  decorateParam(index: number, decorator: (target: object, key: PropertyKey | undefined, index: number) => void) {
    return (target: object, key?: PropertyKey) => decorator(target, key, index);
  },

  /** Does nothing unless the user has loaded `reflect-metadata`. */
  decorateMetadata(key: string, value: unknown) {
    const { metadata } = Reflect as { metadata?: Metadata };
    return typeof metadata === "function" ? metadata(key, value) : () => undefined;
  },
};
