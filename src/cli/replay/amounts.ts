// Dollars, bytes and seconds → words for people.

import { number } from '../plural.ts';

/** `$12.30`; less than a cent by its first two digits: `$0.000044`. */
export function usdText(usd: number): string {
  const digits =
    usd !== 0 && usd < 0.01
      ? { maximumSignificantDigits: 2 }
      : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return `$${usd.toLocaleString('en-US', digits)}`;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** `1.5 GB`, in powers of ten. */
export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${power === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[power] ?? 'B'}`;
}

/** `40 s`, `12 min`, `2 h 5 min`. */
export function durationText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} s`;
  if (minutes < 90) return `${minutes} min`;
  return `${number(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** Both ends, or the one that both are: `1 s to 5 s`, `1 s`. */
export function rangeText(low: string, high: string): string {
  return low === high ? low : `${low} to ${high}`;
}
