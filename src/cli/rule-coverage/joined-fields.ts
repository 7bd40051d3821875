// A source × a field that its connections lack → can another event of the same input fill it?

import type { Logsource } from '../../model/index.ts';
import { isJoinable } from '../../pipeline/index.ts';
import { PROCESS_FIELDS, type SourceAdapter } from '../../source/index.ts';

const CONNECTION = 'network_connection';
const START = 'process_creation';
const PROCESS: ReadonlySet<string> = new Set(PROCESS_FIELDS);
const SIGNATURE: ReadonlySet<string> = new Set(['Signed', 'Signature', 'SignatureStatus']);

/**
 * True if the join can fill the field on events of the logsource: on connections alone, from process starts, and where
 * the source says so from what it logs of the file. Errs towards true: whether the start is logged nobody knows.
 */
export function isJoinedField(
  source: Pick<SourceAdapter, 'joins'>,
  field: string,
  logsource: Logsource,
  isLogged: (field: string, logsource: Logsource) => boolean,
): boolean {
  if (source.joins === 'none') return false;
  const { category = CONNECTION } = logsource;
  if (category.toLowerCase() !== CONNECTION || !isJoinable(field)) return false;
  if (SIGNATURE.has(field) && source.joins.endsWith('signature')) return true;
  return PROCESS.has(field) && isLogged(field, { ...logsource, category: START });
}
