// Any text → what SQS takes as an attribute of a message, and what whoever reads it sees all of.

import { middleCut, safeText } from '../../src/model/index.ts';

/** The text in printable ASCII: SQS refuses some characters, and reasons quote what comes from outside. */
export function attributeText(text: string, maxCharacters: number): string {
  return middleCut(safeText(text), maxCharacters)
    .replaceAll('…', '...')
    .replace(/[^\x20-\x7e]/g, '?');
}
