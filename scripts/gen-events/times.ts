// Epoch ms → the ways in which the products write a time.

/** `2026-11-20T10:15:02.018Z` */
export function isoMs(ms: number): string {
  return new Date(ms).toISOString();
}

/** `2026-11-20T10:15:02.0180417Z`: `fraction` is what follows the milliseconds, as text. */
export function isoFiner(ms: number, fraction: string): string {
  return `${isoMs(ms).slice(0, -1)}${fraction}Z`;
}

/** `2026-11-20 10:15:02.018`, as Sysmon writes UtcTime. */
export function spacedMs(ms: number): string {
  return isoMs(ms).slice(0, -1).replace('T', ' ');
}

/** `2026-11-20 11:15:02`, of a clock `offsetHours` ahead of UTC that does not say so, as NXLog writes EventTime. */
export function localSeconds(ms: number, offsetHours: number): string {
  return spacedMs(ms + offsetHours * 3_600_000).slice(0, 19);
}
