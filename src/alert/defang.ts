// A text of a log → the same without anything that a page would make a link of: nobody follows an attacker's link out
// of an incident by a slip of the thumb.

/** What follows a scheme, schemes that need no slashes, and the prefix that pages take for one. */
const LINKS = /:\/\/|\b(?:mailto|tel|javascript|data):|\bwww\./gi;

/** `http://a.example` → `http[:]//a.example`, as analysts write it. Done again it changes nothing. */
export function defanged(text: string): string {
  return text.replace(LINKS, (link) => link.replace(/[:.]/, '[$&]'));
}
