// A count and its noun → text.

/** `24934` → `24,934`, whatever the machine's locale. */
export function number(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 record`, `2 records`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}
