// A number → a text that sorts as the number does.

const SIGN_BIT = 1n << 63n;
const ALL_BITS = (1n << 64n) - 1n;

/** 16 hexadecimal digits; negative numbers, fractions and Infinity too. -0 is 0. */
export function sortableNumber(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigUint64(0);
  const ordered = (bits & SIGN_BIT) === 0n ? bits | SIGN_BIT : bits ^ ALL_BITS;
  return ordered.toString(16).padStart(16, '0');
}
