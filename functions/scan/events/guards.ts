// Reads untrusted JSON: own keys only, typed or undefined.

/** An object of unknown content. */
export type Unknowns = Readonly<Record<string, unknown>>;

/** The value as an object; undefined for anything else. */
export function asObject(value: unknown): Unknowns | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { ...value } : undefined;
}

/** The own value under `key`. */
export function own(object: Unknowns | undefined, key: string): unknown {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The own object under `key`. */
export function ownObject(object: Unknowns | undefined, key: string): Unknowns | undefined {
  return asObject(own(object, key));
}

/** The own text under `key`; undefined also for an empty one. */
export function ownText(object: Unknowns | undefined, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The own number under `key`, not negative. */
export function ownNumber(object: Unknowns | undefined, key: string): number | undefined {
  const value = own(object, key);
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

/** The own array under `key`. */
export function ownArray(
  object: Unknowns | undefined,
  key: string,
): readonly unknown[] | undefined {
  const value = own(object, key);
  return Array.isArray(value) ? value : undefined;
}

/** The members that are there: an object without keys that are undefined. */
export function present<T extends object>(
  members: {
    readonly [K in keyof T]: T[K] | undefined;
  },
): Partial<T> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}
