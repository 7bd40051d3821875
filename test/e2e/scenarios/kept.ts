// A finding and a broken record → what is in the buckets: a line of OCSF, evidence, a file of quarantine.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseQuarantineLine } from '../../../src/quarantine/index.ts';
import { connection, lines } from '../../cli/samples.ts';
import { contentOf } from '../support/bucket-content.ts';
import { deploy } from '../support/deploy.ts';
import { assertScanned } from '../support/findings.ts';
import type { Assembly } from '../support/template.ts';

const RECORD = connection(0);
const BROKEN = '{"password": "broken';

/** Registers the tests. */
export function kept(template: () => Assembly): void {
  it('keeps a finding as OCSF, its record as evidence, and a broken record in quarantine, each once', async (t) => {
    const stack = await deploy(t, template());
    await assertScanned(stack, 'a.json', `${BROKEN}\n${lines([RECORD])}`);
    const archive = await contentOf(stack, 'ArchiveBucketName');
    const evidence = await contentOf(stack, 'EvidenceBucketName');
    const [line, ...lines_] = [...archive];
    const [raw, file, ...others] = [...evidence];
    assert.ok(line !== undefined && raw !== undefined && file !== undefined);
    assert.deepEqual([lines_, others], [[], []]);
    assert.match(line[0], /^findings\/dt=2026-11-\d\d\/f1_[\w-]{27}\.r1\.ndjson$/);
    const ocsf = JSON.parse(line[1]);
    assert.deepEqual([ocsf.class_uid, ocsf.activity_name], [2004, 'Create']);
    assert.match(raw[0], /^evidence\/dt=2026-11-\d\d\/f1_[\w-]{27}\.r1\.json$/);
    const { id, records } = JSON.parse(raw[1]);
    assert.equal(id, ocsf.finding_info.uid);
    assert.deepEqual(records[0].record, JSON.parse(RECORD));
    assert.ok(file[0].startsWith('quarantine/s3%3A%2F%2F'), file[0]);
    const entries = file[1].trim().split('\n').map(parseQuarantineLine);
    assert.deepEqual(
      entries.map((entry) => entry.ok && entry.value.kind),
      ['record', 'summary'],
    );
    assert.ok(file[1].includes('broken'));

    await stack.put('again.json', lines([RECORD]));
    await stack.run();
    assert.deepEqual(await stack.published(), []);
    assert.deepEqual(await contentOf(stack, 'ArchiveBucketName'), archive);
    assert.deepEqual(await contentOf(stack, 'EvidenceBucketName'), evidence);
  });
}
