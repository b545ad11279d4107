/** `make`, called once for each key; what it throws is not kept. */
export function memoize<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>();
  return (key) => {
    if (made.has(key)) return made.get(key) as Value;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

/** `make`, called at the first call and never again. */
export function once<Value>(make: () => Value): () => Value {
  const value = memoize(make);
  return () => value("");
}
