// Many things to do over a network → some at a time.

/**
 * Results in the order of the things; `limit` calls at a time. After a failure nothing more is begun; rejects with the
 * first, once all that was begun has ended.
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
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, things.length) }, work));
  if (failures.length > 0) throw failures[0];
  return results;
}
