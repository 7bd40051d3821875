// Expected failures as values: throwing is for bugs, and for I/O inside adapters.

/** Either a value or the reason there is none. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** Wraps a value. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Wraps a failure. */
export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** Ends a `switch` over a closed union: a new kind then fails to compile wherever it matters. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected kind: ${JSON.stringify(value)}`);
}
