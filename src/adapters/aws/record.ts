// An unknown value → an object whose members can be asked for.

/** True for anything with members, errors included. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
