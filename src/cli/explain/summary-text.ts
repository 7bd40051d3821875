// What explaining came to → the closing lines.

import { safeText } from '../../model/index.ts';
import { number, plural } from '../plural.ts';
import type { ExplainSummary, NotJudged } from './explain-count.ts';

const VERDICTS = [
  ['match', 'match'],
  ['suppressed', 'suppressed'],
  ['no-match', 'no match'],
] as const;

/** Counts of what was judged, then a line for each kind of what was not, with the reason and the first place. */
export function explainSummaryText({ records, verdicts, notJudged }: ExplainSummary): string {
  const judged = VERDICTS.flatMap(([verdict, words]) => {
    const count = verdicts[verdict] ?? 0;
    return count === 0 ? [] : [`${number(count)} ${words}`];
  });
  const said = judged.length === 0 ? 'the rule judged none of them' : judged.join(', ');
  const head = `explained ${plural(records, 'record')}: ${said}\n`;
  if (notJudged.length === 0) return head;
  return `${head}not judged:\n${notJudged.map(notJudgedLine).join('')}`;
}

function notJudgedLine({ what, reason, count, first }: NotJudged): string {
  const named = what === '' ? plural(count, 'record') : `${plural(count, 'event')} of ${what}`;
  const place = `first: ${first.object} record ${first.ordinal}`;
  return `  ${safeText(`${named}: ${reason}; ${place}`)}\n`;
}
