// A text of a few digits → the number that it states, without a look at what else numbers can be.

/** So many digits are counted up: ports and ids, of which logs are full. */
const MAX_DIGITS = 9;
const ZERO = 48;
const TEN = 10;

/** The number, or undefined where the text is anything but one to nine digits. */
export function smallNumber(text: string): number | undefined {
  if (text.length === 0 || text.length > MAX_DIGITS) return undefined;
  let number = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit >= TEN) return undefined;
    number = number * TEN + digit;
  }
  return number;
}
