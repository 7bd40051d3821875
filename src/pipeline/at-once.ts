// Many things to do over a network → some at a time.

/**
 * Results in the order of the things; `limit` calls at a time. A failure ends one of these ways to go, and the others go on:
 * one thing that fails keeps nothing from the rest, and where all fail not more than `limit` are tried. Rejects with the first
 * failure, once all that was begun has ended.
 */
export async function atOnce<T, R>(
  things: readonly T[],
  limit: number,
  call: (thing: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Array<R>(things.length);
  const failures: unknown[] = [];
  const left = things.entries();
  const work = async () => {
    for (const [index, thing] of left) {
      try {
        results[index] = await call(thing);
      } catch (cause) {
        failures.push(cause);
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, things.length) }, work));
  if (failures.length > 0) throw failures[0];
  return results;
}
