// A case's note → the values of placeholders that it says the case needs.

import type { Placeholders } from '../../sigma/index.ts';

const MARK = 'requires placeholder values:';
/** `Name=[a,b]`; percent signs around the name are tolerated. */
const GIVEN = /%?([^\s=,;[\]%]+)%?\s*=\s*\[([^\]]*)\]/g;

/** The values after `requires placeholder values:`, names separated by `;` or `,`; none without those words. */
export function placeholdersInNote(note: string): Placeholders {
  const start = note.toLowerCase().indexOf(MARK);
  if (start < 0) return new Map();
  const given = note.slice(start + MARK.length).matchAll(GIVEN);
  return new Map(
    [...given].map(([, name = '', values = '']): [string, readonly string[]] => [
      name,
      values.split(',').map((value) => value.trim()),
    ]),
  );
}
