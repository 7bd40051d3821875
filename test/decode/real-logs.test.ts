// The public logs kept beside the repository, where they are: counts that must not change.

import assert from 'node:assert/strict';
import { createReadStream, existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { read } from './support.ts';

const DATA = new URL('../../../shared/data/', import.meta.url);
const skip = existsSync(DATA) ? false : 'left out: ../shared is absent';

describe('real logs', { skip }, () => {
  for (const [file, records] of [
    ['sysmon-otrf/process_network.ndjson.gz', 24_934],
    ['sysmon-rta/sysmon-rta.ndjson.gz', 37_356],
    ['crowdstrike-fdr-panther/crowdstrike_fdrevent.ndjson', 61],
    ['limacharlie-docs/events.ndjson', 68],
  ] as const) {
    it(`reads ${file} to its end`, async () => {
      const { outcome, rejections, values } = await read(createReadStream(new URL(file, DATA)));
      assert.equal(outcome.error, undefined);
      assert.equal(outcome.shape, 'ndjson');
      assert.equal(outcome.records, records);
      assert.equal(rejections.length, 0);
      assert.equal(values.length, records);
    });
  }

  it('keeps the Keywords of Windows events exact', async () => {
    const file = new URL('sysmon-otrf/sysmon3_port445.ndjson.gz', DATA);
    const { values } = await read(createReadStream(file));
    const keywords = new Set(values.map((value) => value['Keywords']));
    assert.ok(keywords.has('-9223372036854775808'), [...keywords].join());
  });
});
