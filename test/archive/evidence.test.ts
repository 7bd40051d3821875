// Evidence holds everything, raw, under the key of its revision; the archive's line beside it does not.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  EVIDENCE_SCHEMA,
  evidenceKey,
  type FindingRevision,
  findingKey,
  toEvidenceEntry,
  toFindingEntry,
} from '../../src/archive/index.ts';
import { isArchiveKey } from '../../src/ports/index.ts';
import { aFinding } from '../alert/builders.ts';

const SECRET = `Hunter${'2!'}x`;
const COMMAND = `net use \\\\fs01\\c$ ${SECRET} /user:al`;
const RULE = {
  description: 'Why',
  references: ['https://example.com'],
  falsepositives: ['none'],
  guide: { triage: ['t'], respond: ['r'], harden: ['h'], logging: ['l'] },
};
const CONTEXT = { productVersion: '0.1.0', rule: RULE };

function revisionOf(day = '2026-11-20', number = 1): FindingRevision {
  const finding = aFinding({ day, process: { commandLine: COMMAND, pid: 1 } });
  return { finding, number, kind: 'opened', createdMs: 1_000, timeMs: 2_000 };
}

it('keeps the raw finding, the whole guide and the records as logged', () => {
  const record = { CommandLine: COMMAND, nested: { '\u202e': [1, null] } };
  const records = [{ role: 'trigger' as const, delivery: aFinding().delivery, record }];
  const { body, key } = toEvidenceEntry(revisionOf(), CONTEXT, records);
  assert.equal(key, evidenceKey(revisionOf()));
  const { finding } = revisionOf();
  assert.deepEqual(JSON.parse(body), {
    ...{ schema: EVIDENCE_SCHEMA, id: finding.id, revision: 1 },
    ...{ finding, rule: RULE, records },
  });
  assert.ok(!toFindingEntry(revisionOf(), CONTEXT).body.includes(SECRET));
});

it('gives one line that no reader of logs or terminals can misread', () => {
  const finding = aFinding({ host: 'a\n\u001b[2J\u202e' });
  const { body } = toFindingEntry({ ...revisionOf(), finding }, CONTEXT);
  assert.match(body, /^[ -~‹›]+\n$/);
});

it('makes the same bytes of the same revision, and another key of the next', () => {
  assert.deepEqual(toFindingEntry(revisionOf(), CONTEXT), toFindingEntry(revisionOf(), CONTEXT));
  assert.notEqual(findingKey(revisionOf('2026-11-20', 2)), findingKey(revisionOf()));
});

it('partitions by the day of the event, and keeps what has none apart', () => {
  const id = aFinding().id;
  assert.equal(findingKey(revisionOf()), `findings/dt=2026-11-20/${id}.r1.ndjson`);
  assert.equal(evidenceKey(revisionOf('-')), `evidence/dt=undated/${id}.r1.json`);
  assert.equal(findingKey(revisionOf('../../x')), `findings/dt=undated/${id}.r1.ndjson`);
  assert.ok(isArchiveKey(findingKey(revisionOf())));
});
