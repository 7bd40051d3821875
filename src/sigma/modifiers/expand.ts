// expand: `%name%` stands for values that the site gives. Here it is only marked; see placeholders.ts.

import type { SigmaValue, StringPart } from '../rule/value.ts';
import { type Applied, type Modifier, withParts, wrongType } from './modifier.ts';

/** `%name%`, or an escaped percent sign. */
const TOKEN = /\\%|%([^%\s]+)%/g;

/** Each works on the text of the value, which is known only once placeholders are replaced; the last step of all. */
const ENCODINGS = [
  ...['cidr', 'fieldref', 'base64', 'base64offset'],
  ...['utf16', 'utf16le', 'utf16be', 'wide'],
];

/** Marks placeholders. Without the modifier a percent sign is one. */
export const expand: Modifier = {
  name: 'expand',
  summary: '`%name%` stands for the values that `--placeholders` gives that name.',
  scope: 'value',
  conflictsWith: ENCODINGS,
  apply: mark,
};

function mark(value: SigmaValue): Applied {
  if (value.kind === 'regex') return { ...value, isExpanded: true };
  if (value.kind !== 'string') return wrongType('expand', value, 'a string');
  return withParts(value, value.parts.flatMap(markPart));
}

function markPart(part: StringPart): readonly StringPart[] {
  if (part.kind !== 'text') return [part];
  const parts: StringPart[] = [];
  let text = '';
  let end = 0;
  for (const match of part.text.matchAll(TOKEN)) {
    text += part.text.slice(end, match.index);
    end = match.index + match[0].length;
    const [, name] = match;
    if (name === undefined) {
      text += '%';
      continue;
    }
    if (text !== '') parts.push({ kind: 'text', text });
    parts.push({ kind: 'placeholder', name });
    text = '';
  }
  text += part.text.slice(end);
  return text === '' ? parts : [...parts, { kind: 'text', text }];
}
