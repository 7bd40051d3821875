// What is kept of a finding before it is published: where, in which order, and what keeps it from being published.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { keepRevisions } from '../../../src/deliver/index.ts';
import { PRODUCT_VERSION } from '../../../src/deliver/index.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import { FindingFold } from '../../../src/finding/index.ts';
import type { StoredFinding } from '../../../src/model/index.ts';
import { deliverFindings, settleOutbox } from '../../../src/pipeline/index.ts';
import type { ArchiveEntry, FindingArchive } from '../../../src/ports/index.ts';
import { aFinding } from '../../alert/builders.ts';
import { aMatch } from '../../finding/builders.ts';
import { ROOT } from '../../infra/support/root.ts';
import { aNote } from '../../state/builders.ts';
import { anOutbox, sinkInto } from '../../support/outbox.ts';
import { createSetClock, MINUTE_MS } from '../../support/set-clock.ts';

const RULE = {
  description: 'Why it matters',
  references: [],
  falsepositives: [],
  guide: { triage: ['t'], respond: ['r'], harden: ['h'], logging: ['l'] },
};
const SENDABLE = { finding: aFinding({ day: '2026-11-20' }), revision: 0, createdMs: 1_000 };
const { id } = SENDABLE.finding;

/** Archives that keep what they are given in one list, and refuse the keys that match. */
function world(refused = /^$/) {
  const kept: (ArchiveEntry & { readonly place: string })[] = [];
  const archive = (place: string): FindingArchive => ({
    keep: async (entries) =>
      entries.map((entry) => {
        const { key } = entry;
        if (refused.test(key)) return { kind: 'failed', key, code: 'AccessDenied', message: 'no' };
        const isThere = kept.some((one) => one.key === key);
        if (!isThere) kept.push({ ...entry, place });
        return { kind: isThere ? 'present' : 'written', key };
      }),
  });
  const archives = { findings: archive('archive'), evidence: archive('evidence') };
  const rules = new Map([[SENDABLE.finding.rule.id, RULE]]);
  return { kept, keep: keepRevisions(archives, rules, '1.2.3') };
}

describe('keepRevisions', () => {
  it('keeps the evidence, then the line of OCSF, with what the rule says', async () => {
    const { kept, keep } = world();
    assert.deepEqual(await keep([SENDABLE]), [undefined]);
    assert.deepEqual(
      kept.map(({ place, key }) => `${place}: ${key}`),
      [
        `evidence: evidence/dt=2026-11-20/${id}.r1.json`,
        `archive: findings/dt=2026-11-20/${id}.r1.ndjson`,
      ],
    );
    const [evidence, line] = kept.map(({ body }) => JSON.parse(body));
    assert.deepEqual(
      [evidence.rule, evidence.records],
      [RULE, [{ role: 'trigger', delivery: SENDABLE.finding.delivery }]],
    );
    assert.deepEqual(
      [line.time, line.activity_name, line.metadata.product.version, line.finding_info.desc],
      [1_000, 'Create', '1.2.3', 'Why it matters'],
    );
  });

  it('keeps what a later run has of the same revision under the same keys, where the first stands', async () => {
    const { kept, keep } = world();
    await keep([SENDABLE]);
    const before = [...kept];
    const stored: StoredFinding = {
      ...SENDABLE,
      isSent: false,
      wasSent: false,
      matches: [aNote('m1'), aNote('m2')],
      totals: [],
    };
    assert.deepEqual(await keep([stored]), [undefined]);
    assert.deepEqual(kept, before);
  });

  it('keeps a verdict as the next revision, at the time when it was entered', async () => {
    const { kept, keep } = world();
    const revised = { verdict: 'withdrawn', rank: '1', reason: 'trusted' } as const;
    await keep([{ ...SENDABLE, revision: 1, revised, revisedMs: 5_000 }]);
    const line = JSON.parse(kept.at(-1)?.body ?? '');
    assert.equal(kept.at(-1)?.key, `findings/dt=2026-11-20/${id}.r2.ndjson`);
    assert.deepEqual(
      [line.status, line.time, line.finding_info.created_time],
      ['Withdrawn', 5_000, 1_000],
    );
  });

  it('answers for each, keeps no line of what has no evidence, and says what S3 said', async () => {
    const other = { ...SENDABLE, finding: aFinding({ id: `f1_${'b'.repeat(27)}` }) };
    const { kept, keep } = world(/^evidence.*f1_b/);
    const answers = await keep([SENDABLE, other]);
    assert.deepEqual(
      answers.map((answer) => answer && [answer.id, answer.code]),
      [undefined, [other.finding.id, 'AccessDenied']],
    );
    assert.match(answers[1]?.message ?? '', /^evidence\/dt=.*\.r1\.json: no$/);
    assert.deepEqual(
      kept.filter(({ key }) => key.includes('f1_b')),
      [],
    );
  });

  it('keeps nothing of a finding whose time nobody told', async () => {
    const { kept, keep } = world();
    const [answer] = await keep([{ ...SENDABLE, createdMs: undefined }]);
    assert.deepEqual([answer?.code, kept], ['NO_TIME', []]);
  });
});

it('settle keeps what a scan could not, as the scan would have, and publishes it then', async () => {
  const clock = createSetClock();
  const published: string[] = [];
  const terms = { owner: 'scan', leaseMs: MINUTE_MS, atMs: 1_000 };
  const [undisturbed, refusing, mended] = [world(), world(/^findings/), world()];
  const deps = anOutbox(createMemoryState(clock), clock, { sink: sinkInto(published) });
  const fold = new FindingFold('acme');
  fold.add(aMatch());
  const [part] = fold.parts('s3://logs/a e1');
  assert.ok(part);
  const report = await deliverFindings([part], { ...deps, keep: refusing.keep }, terms);
  assert.deepEqual([report.failures.length, published], [1, []]);
  clock.advance(MINUTE_MS);
  const settled = { owner: 'settle', leaseMs: MINUTE_MS, atMs: clock.nowMs() };
  await settleOutbox(clock.nowMs(), { ...deps, keep: mended.keep }, settled);
  assert.equal(published.length, 1);
  await undisturbed.keep([{ finding: part.finding, revision: 0, createdMs: 1_000 }]);
  assert.deepEqual(mended.kept, undisturbed.kept);
});

it('names the version that package.json has', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  assert.equal(PRODUCT_VERSION, version);
});
