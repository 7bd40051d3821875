// How a run ended → lines for people, with what to do next.

import { safeText } from '../../model/index.ts';
import { unbalanced } from '../../pipeline/index.ts';
import { number, plural } from '../plural.ts';
import { usdText } from './amounts.ts';
import { badFates } from './fates-text.ts';
import type { KnownRun } from './run-folder.ts';
import type { RunEnd, RunSummary } from './run-plan.ts';

/** The whole text, for stderr. */
export function endText(end: RunEnd, { settings, files }: KnownRun, plan: string): string {
  const again = `the same command goes on where it stopped (run ${settings.id})\n`;
  const spent = end.usd > 0 ? `${usdText(end.usd)} spent so far\n` : '';
  if (end.kind === 'interrupted') return `interrupted; ${again}${spent}`;
  if (end.kind === 'over-budget') {
    return `stopped: one more object would pass the budget; with a larger --budget ${again}${spent}`;
  }
  const lines = end.summary === undefined ? [] : summaryLines(end.summary);
  return [
    ...lines,
    `findings: ${safeText(files.findings)}\n`,
    `next: replay report ${safeText(plan)}\n`,
  ].join('');
}

/** Of a run that has ended already. */
export function endedText(id: string, { objects }: RunSummary): string {
  const bad = badFates(objects).join(', ');
  const retry =
    objects.failed + objects.incomplete > 0 ? '--retry-failed reads what failed again, ' : '';
  return `run ${id} of this plan has ended${bad === '' ? '' : ` (${bad})`}; ${retry}--new begins another\n`;
}

function summaryLines(summary: RunSummary): readonly string[] {
  const { counts, findings, objects, overflowed, s3Requests, usd } = summary;
  const all = findings.new + findings.known;
  const bad = badFates(objects).join(', ');
  const rejected = counts.rejected > 0 ? `, ${number(counts.rejected)} rejected` : '';
  const unknown =
    counts.unrecognised > 0 ? `, ${number(counts.unrecognised)} of no known source` : '';
  return [
    `${plural(objects.scanned, 'object')} scanned${bad === '' ? '' : `; ${bad}`}\n`,
    `${plural(counts.records, 'record')}: ${number(counts.evaluated)} evaluated${unknown}${rejected}\n`,
    `${plural(all, 'finding')}: ${number(findings.new)} new, ${number(findings.known)} known\n`,
    ...(overflowed > 0
      ? [
          `${plural(overflowed, 'partial match', 'partial matches')} found no room: counts are "at least"\n`,
        ]
      : []),
    ...unbalanced(counts).map((leak) => `counts do not add up, which is a bug: ${leak}\n`),
    ...(s3Requests > 0 ? [`${plural(s3Requests, 'request')} to S3, ${usdText(usd)}\n`] : []),
  ];
}
