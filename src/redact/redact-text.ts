// A text of a log → the same without the secrets in it.

import { assignmentSpans } from './assignments.ts';
import { CommandScan } from './commands.ts';
import { credentialSpans } from './credentials.ts';
import { EncodedText } from './encoded.ts';
import { markOf } from './mark.ts';
import { markupSpans } from './markup.ts';
import { namedOptionSpans } from './named-options.ts';
import { shapeSpans } from './shapes.ts';
import { applySpans, mergeSpans } from './span.ts';
import { WordReader } from './words.ts';

/**
 * Passes until nothing more is found. What one pass takes out may show another secret; a text that still
 * changes after these was made to, and is taken out whole.
 */
const MAX_PASSES = 5;

/**
 * Takes secrets out of a command line, URL, path or value; each becomes a mark, `‹redacted:password›`. Linear in the
 * text's length, whatever it holds. Done again it changes nothing. A secret that neither its name, nor the program it
 * is given to, nor its shape tells of stays: docs/redaction.md lists what is known.
 */
export function redactText(text: string): string {
  return redactAt(text, 0);
}

function redactAt(text: string, depth: number): string {
  let current = text;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = redactOnce(current, depth);
    if (next === current) return current;
    current = next;
  }
  return markOf('text');
}

function redactOnce(text: string, depth: number): string {
  const reader = new WordReader(text);
  const encoded = new EncodedText(redactAt, depth);
  const spans = [
    ...shapeSpans(text),
    ...assignmentSpans(reader),
    ...namedOptionSpans(reader),
    ...new CommandScan(reader, encoded).run(),
    ...credentialSpans(reader, encoded),
    ...markupSpans(reader),
  ];
  return applySpans(text, mergeSpans(text, spans));
}
