// A line of a case file → a typed case, or why it is none.

import { err, isJsonObject, type JsonObject, ok, type Result } from '../../model/index.ts';
import { parseSequence, type SequenceRow } from './sequence.ts';

/** A rule text, an event in Sigma's words, and what the rule must say of it. */
export interface CaseRow {
  /** May hold several documents: the rule among others, filters for instance. */
  readonly rule: string;
  readonly event: JsonObject;
  /** `error`: the rule must be refused. */
  readonly expected: boolean | 'error';
  readonly note: string;
  /** Where the case was taken from and pySigma disagree: counted apart. */
  readonly isDisputed: boolean;
}

/** Reads a parsed line. */
export function parseRow(line: JsonObject): Result<CaseRow | SequenceRow, string> {
  const { rule, event, expected, note, disputed, steps } = line;
  if (typeof rule !== 'string') return err('"rule" must be the text of a rule');
  if (steps !== undefined) return parseSequence(rule, steps, typeof note === 'string' ? note : '');
  if (!isJsonObject(event)) return err('"event" must be a map');
  if (typeof expected !== 'boolean' && expected !== 'error') {
    return err('"expected" must be true, false or "error"');
  }
  const text = typeof note === 'string' ? note : '';
  return ok({ rule, event, expected, note: text, isDisputed: disputed === true });
}
