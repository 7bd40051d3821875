// A match → the text of a Sigma filter that would suppress exactly it, with owner and reason left to fill in.

import type { Logsource } from '../../model/index.ts';
import type { FieldReader, DecidingTest } from '../../runtime/index.ts';
import { FILL_IN } from '../lint/ownership.ts';
import { chooseFields } from './choose-fields.ts';
import { sigmaText, yamlKey, yamlText } from './write-value.ts';

/** What a filter is written from. */
export interface FilterDraft {
  /** The filter's own id, fresh. */
  readonly id: string;
  /** Its last day, `YYYY-MM-DD`: not before the event's. */
  readonly expires: string;
  readonly rule: { readonly id: string; readonly title: string; readonly logsource: Logsource };
  readonly event: FieldReader;
  /** The tests that made the rule match. */
  readonly held: readonly DecidingTest[];
}

const MAX_TITLE = 200;

/**
 * The document; undefined where the event has nothing that could tell it from others. It loads as it is, so that it
 * can be tried before it is filled in; `rules check` says that it is not.
 */
export function suppressingFilter(draft: FilterDraft): string | undefined {
  const selection = selectionLines(draft);
  if (selection.length === 0) return undefined;
  const { id, expires, rule } = draft;
  const title = [...`Let off: ${rule.title}`].slice(0, MAX_TITLE).join('');
  const logsource = Object.entries(rule.logsource).map(
    ([key, value]) => `  ${key}: ${yamlText(value)}`,
  );
  const lines = [
    `title: ${yamlText(title)}`,
    `id: ${yamlText(id)}`,
    `owner: '${FILL_IN} who answers for this'`,
    `reason: '${FILL_IN} why it may be let off'`,
    `expires: ${expires} # ${FILL_IN} the last day, UTC, by the event’s time`,
    'logsource:',
    ...logsource,
    'filter:',
    '  rules:',
    `    - ${yamlText(rule.id)}`,
    '  selection:',
    ...selection,
    '  condition: not selection',
  ];
  return `${lines.join('\n')}\n`;
}

function selectionLines({ event, held }: FilterDraft): readonly string[] {
  const fields = chooseFields(event, held).map(
    ([field, text]) => `    ${yamlKey(field)}: ${yamlText(sigmaText(text))}`,
  );
  if (fields.length > 0) return fields;
  // Nothing but keywords: the values of the record that they were found in.
  const texts = held.flatMap(({ field, eventValue }) =>
    field === undefined && typeof eventValue === 'string' && eventValue !== '' ? [eventValue] : [],
  );
  const values = [...new Set(texts)].map((text) => `      - ${yamlText(sigmaText(text))}`);
  return values.length > 1 ? ["    '|all':", ...values] : values;
}
