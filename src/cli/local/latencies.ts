// When objects were put, and which alert leads back to which → how long it took from the object to the post.

/** Most that are remembered of each: what is older is forgotten first. */
const MAX_REMEMBERED = 10_000;

/** How long alerts took, in ms. */
export interface LatencySummary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Follows objects to their alerts. Times are epoch ms. */
export class Latencies {
  readonly #putMs = new Map<string, number>();
  readonly #objectOf = new Map<string, string>();
  readonly #tookMs: number[] = [];

  /** An object was put; when it is put again, the later time counts. */
  put(object: string, atMs: number): void {
    remember(this.#putMs, object, atMs);
  }

  /** An alert at a revision shows a record of this object. */
  alert(alertKey: string, object: string): void {
    remember(this.#objectOf, alertKey, object);
  }

  /** The alert was posted. How long after its object, in ms; undefined where nobody saw that put. Told again, it is not counted. */
  posted(alertKey: string, atMs: number): number | undefined {
    const putMs = this.#putMs.get(this.#objectOf.get(alertKey) ?? '');
    this.#objectOf.delete(alertKey);
    if (putMs === undefined) return undefined;
    const tookMs = Math.max(0, atMs - putMs);
    this.#tookMs.push(tookMs);
    if (this.#tookMs.length > MAX_REMEMBERED) this.#tookMs.shift();
    return tookMs;
  }

  /** Undefined before the first. */
  summary(): LatencySummary | undefined {
    if (this.#tookMs.length === 0) return undefined;
    const sorted = this.#tookMs.toSorted((a, b) => a - b);
    return { count: sorted.length, p50Ms: rank(sorted, 0.5), p95Ms: rank(sorted, 0.95) };
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_REMEMBERED && oldest !== undefined) map.delete(oldest);
}

/** The nearest rank: a value that was measured. */
function rank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
