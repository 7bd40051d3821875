// A match → the text of a Sigma filter that would suppress exactly it, with owner and reason left to fill in.

import { filterDocument, type Logsource, sigmaText, yamlKey, yamlText } from '../../model/index.ts';
import type { FieldReader, DecidingTest } from '../../runtime/index.ts';
import { chooseFields } from './choose-fields.ts';

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

/** The document; undefined where the event has nothing that could tell it from others. */
export function suppressingFilter(draft: FilterDraft): string | undefined {
  const selection = selectionLines(draft);
  if (selection.length === 0) return undefined;
  const { id, expires, rule } = draft;
  const { title, logsource } = rule;
  return filterDocument({ id, title, expires, logsource, rules: [rule.id], selection });
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
