// Widths that columns want × the width there is → widths that fit.

/** Narrowest a column is made. */
const MIN_WIDTH = 5;

/**
 * Rigid columns (by index) get what they want: half a time is none. Of the others, columns that want less than an equal share get it; the rest is shared
 * equally. With less room than the columns' minimum each gets the minimum.
 */
export function fitWidths(
  wanted: readonly number[],
  room: number,
  rigid: ReadonlySet<number> = new Set(),
): number[] {
  const widths = wanted.map((width, index) => (rigid.has(index) ? width : 0));
  let left = widths.reduce((rest, width) => rest - width, room);
  const ascending = wanted
    .map((width, index) => ({ width, index }))
    .filter(({ index }) => !rigid.has(index))
    .sort((a, b) => a.width - b.width);
  ascending.forEach(({ width, index }, position) => {
    const share = Math.floor(left / (ascending.length - position));
    const given = Math.max(Math.min(width, share), Math.min(width, MIN_WIDTH));
    widths[index] = given;
    left -= given;
  });
  return widths;
}
