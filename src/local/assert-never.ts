// Ends a `switch` over a closed union. (The model has the same; this layer imports no other.)

/** Makes an unhandled kind a compile error, and a bug's value visible. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected kind: ${JSON.stringify(value)}`);
}
