// What YAML made of a plain scalar → what Sigma means by it.

/** A number with a padded integer part: an id (`00000429`) that YAML 1.2 would cut to 429. */
const PADDED = /^[+-]?0\d/;

/**
 * The value of an unquoted scalar. Padded digits stay text: registry paths, account and model ids are written
 * so, and no one writes a padded quantity. What is neither null, boolean nor finite number is its text.
 */
export function scalarValue(value: unknown, source: string): string | number | boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value) && !PADDED.test(source)) return value;
  return source;
}
