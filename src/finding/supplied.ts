// An object with undefined members → the same without them, so that printed findings say only what is known.

/** `T` with every member allowed to be undefined. */
export type Maybe<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Leaves out undefined members; keeps the order of the others. `T` must have optional members only. */
export function supplied<T extends object>(members: Maybe<T>): Partial<T> {
  const kept: Partial<T> = {};
  for (const key in members) {
    if (members[key] !== undefined) kept[key] = members[key];
  }
  return kept;
}
