// Records that no rule saw are counted by kind, with the reason and the first place.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { ExplainCount } from '../../src/cli/explain/explain-count.ts';
import { type ExplainResult, explainObjects } from '../../src/cli/explain/explain-objects.ts';
import { createRouting } from '../../src/pipeline/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import { makeFolder } from '../adapters/folder.ts';
import { runHere } from './run-here.ts';
import { connection, lines, SCAN_RULE } from './samples.ts';

const LOG = lines([
  connection(1),
  connection(2, { DestinationPort: '443' }),
  connection(3, { EventID: 1 }),
  connection(4, { EventID: 1 }),
  connection(5, { Image: '<unknown process>', ProcessGuid: '-' }),
  '{"unheard":"of"}',
  '{"unheard":"of it too"}',
  '{broken',
]);

test('explain ends with what was judged and, by kind, what was not and why', async (t) => {
  const folder = makeFolder(t, { 'rules/scan.yml': SCAN_RULE, 'log.json': LOG });
  const log = join(folder, 'log.json');
  const { stderr } = await runHere(['explain', join(folder, 'rules'), log]);
  assert.equal(
    stderr,
    `explained 8 records: 1 match, 1 no match
not judged:
  2 events of sysmon 1, product windows category process_creation service sysmon: "Scanner connects to SMB" is for product windows category network_connection; no rule that is loaded is for such events; first: ${log} record 2
  1 event of sysmon 3, product windows category network_connection service sysmon: "Scanner connects to SMB" reads the program, and no log names it; first: ${log} record 4
  2 records: no source knows the record; first: ${log} record 5
  1 record: RECORD_NOT_JSON; first: ${log} record 7
`,
  );
});

test('explain says so where the rule judged nothing at all', async (t) => {
  const files = { 'rules/scan.yml': SCAN_RULE, 'log.json': '{"unheard":"of"}\n' };
  const folder = makeFolder(t, files);
  const { code, stderr } = await runHere([
    'explain',
    join(folder, 'rules'),
    join(folder, 'log.json'),
  ]);
  assert.equal(code, 0);
  assert.match(
    stderr,
    /^explained 1 record: the rule judged none of them\nnot judged:\n {2}1 record: no source/,
  );
});

test('explain says how many other loaded rules are for an event that this one is not for', async (t) => {
  const start = SCAN_RULE.replace('network_connection', 'process_creation').replace(
    /^id: .*$/m,
    'id: 9d0e2a44-1f0b-4b9c-8f61-1b7d5c9a3e33',
  );
  const folder = makeFolder(t, {
    'rules/scan.yml': SCAN_RULE,
    'rules/start.yml': start.replace('Scanner connects', 'Scanner starts'),
    'log.json': LOG,
  });
  const args = ['explain', 'Scanner connects to SMB', join(folder, 'log.json')];
  const rest = ['--rules', join(folder, 'rules'), '--format', 'json'];
  const { stdout } = await runHere([...args, ...rest]);
  const { summary } = JSON.parse(stdout);
  assert.deepEqual(summary.verdicts, {
    match: 1,
    'no-match': 1,
    'not-routed': 2,
    unattributed: 1,
    unrecognised: 2,
    rejected: 1,
  });
  assert.equal(summary.records, 8);
  assert.match(summary.notJudged[0].reason, /; another loaded rule is$/);
});

test('a record without any event is told, not passed over', async () => {
  const object: ScanObject = {
    name: 'a',
    size: undefined,
    async *open() {
      yield new TextEncoder().encode('{"a":1}\n');
    },
  };
  const results = explainObjects({
    objects: [object],
    rules: [],
    loaded: createRouting([]),
    registry: { read: () => ({ kind: 'events', source: 'sysmon', events: [] }) },
    ordinal: undefined,
    settings: { disabledFilters: new Set(), nowMs: 0, newId: () => '' },
  });
  const told: ExplainResult[] = [];
  for await (const result of results) told.push(result);
  const delivery = { object: 'a', ordinal: 0, offset: 0 };
  const reason = 'a record of sysmon that holds no event';
  assert.deepEqual(told, [
    { kind: 'explained', explained: { delivery, verdict: 'no-event', reason } },
  ]);
});

test('kinds beyond fifty are counted together', () => {
  const count = new ExplainCount();
  for (let ordinal = 0; ordinal < 200; ordinal++) {
    const delivery = { object: 'a', ordinal, offset: 0 };
    count.add({ delivery, verdict: 'unrecognised', reason: `kind ${ordinal}` });
  }
  const { notJudged, records } = count.summary();
  assert.equal(records, 200);
  assert.equal(notJudged.length, 51);
  assert.equal(notJudged.at(-1)?.count, 150);
});
