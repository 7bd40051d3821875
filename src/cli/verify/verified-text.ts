// What verifying says → a block for people, and as data.

import { type MatchedTest, middleCut, safeText } from '../../model/index.ts';
import { correlationData, correlationText } from '../explain/correlation-text.ts';
import { toPlain } from '../explain/explained.ts';
import { explainedText } from '../explain/explained-text.ts';
import { heldLine } from '../held-line.ts';
import { plural } from '../plural.ts';
import { safeJson } from '../safe-text.ts';
import { wrapLines } from '../wrap.ts';
import type { StatedFinding } from './stated-finding.ts';
import type { Verdict, Verified } from './verify-finding.ts';

/** Of a record that is shown: a process with a long command line fits. */
const MAX_RECORD = 4_000;
const MAX_TESTS = 20;

const VERDICTS: Readonly<Record<Verdict, string>> = {
  proved: 'PROVED',
  disproved: 'DISPROVED',
  changed: 'CHANGED',
  gone: 'GONE',
  undecided: 'NOT TOLD',
};

/** The block, wrapped; safe to print. */
export function verifiedText(finding: StatedFinding, verified: Verified, columns: number): string {
  const { verdict, reason, version, evidence, again, explained, correlation } = verified;
  const { delivery } = finding;
  const place = `${delivery.object} record ${delivery.ordinal}, byte ${delivery.offset}`;
  const lines = [
    `${VERDICTS[verdict]}: ${safeText(reason)}\n`,
    `  finding: ${finding.id}\n`,
    `  rule: ${safeText(`${finding.rule.title} (${finding.rule.id})`)}\n`,
    `  evidence: ${safeText(place)}\n`,
    version === undefined ? '' : `  read: ${safeText(version)}\n`,
    evidence === undefined ? '' : `  record ${evidence.delivery.ordinal}: ${evidence.hash}\n`,
    evidence === undefined ? '' : `    ${middleCut(safeJson(evidence.record), MAX_RECORD)}\n`,
    again === undefined ? '' : testLines(again.matched),
    ...(verified.problems ?? []).map((problem) => `  not read to its end: ${safeText(problem)}\n`),
    '\n',
  ].join('');
  const whys = explained.map((one) => explainedText(one, columns)).join('');
  const window = correlation === undefined ? '' : correlationText(correlation);
  return `${wrapLines(lines, columns)}${whys}${window}`;
}

function testLines(matched: readonly MatchedTest[]): string {
  const shown = matched.slice(0, MAX_TESTS).map((test) => `    ${heldLine(test)}\n`);
  const more = matched.length - MAX_TESTS;
  const rest = more > 0 ? `    … and ${plural(more, 'more test')}\n` : '';
  return `  tests:\n${shown.join('')}${rest}`;
}

/** As printed by `--format json` and `ndjson`. */
export function verifiedData({ id, rule, delivery }: StatedFinding, verified: Verified): object {
  const { explained, correlation, again, evidence, problems = [], ...said } = verified;
  return {
    id,
    rule,
    delivery,
    ...said,
    ...(evidence === undefined ? {} : { evidence }),
    matched: again?.matched ?? [],
    explained: explained.map(toPlain),
    ...(correlation === undefined ? {} : { correlation: correlationData(correlation) }),
    problems,
  };
}
