// The cases with `parity` beside the shipped rules → the table in docs/detections.md, which must be the same.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadRuleContext, SHIPPED_RULES } from '../../src/cli/rule-context.ts';
import type { CaseResult } from '../../src/cli/rule-tests/run-case.ts';
import { runSuite } from '../../src/cli/rule-tests/suite.ts';

const DOCS = new URL('../../docs/detections.md', import.meta.url);
const HEAD = '| clause | records | theirs | ours | why |';

/** Short names of the rules, for a table's sake. */
const SHORT: Readonly<Record<string, string>> = {
  'Detect Suspicious Process Start with Network Connection to SMB': 'sequence',
  'Detect Outbound SMB Connection by Untrusted Process': 'untrusted process',
  'Detect LOLBins Making SMB Connections': 'LOLBin',
};

function rowOf({ rule, name, expected, parity }: CaseResult): string {
  const ours = expected.startsWith('suppressed') ? 'suppressed' : expected;
  const clause = `\`${String(parity?.clause).replaceAll('|', '\\|')}\``;
  const cells = [clause, name.replace(/^parity, /, ''), parity?.theirs, `${ours} (${SHORT[rule]})`];
  return `| ${[...cells, parity?.note ?? ''].join(' | ')} |`;
}

test('docs/detections.md has a row for each clause that is compared, and no other', async () => {
  const { results } = await runSuite(loadRuleContext([SHIPPED_RULES]), ['parity']);
  assert.ok(results.every(({ isPassed, parity }) => isPassed && parity !== undefined));
  const expected = [HEAD, '|---|---|---|---|---|', ...results.map(rowOf)].join('\n');
  const docs = readFileSync(DOCS, 'utf8');
  const start = docs.indexOf(HEAD);
  const found = docs.slice(start, docs.indexOf('\n\n', start));
  assert.equal(found, expected);
});
