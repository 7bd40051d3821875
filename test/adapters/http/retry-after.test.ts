// How long a service asks to be left alone.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { MAX_RETRY_AFTER_MS, retryAfterMs } from '../../../src/adapters/http/retry-after.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 12);

const CASES: readonly (readonly [string | undefined, number | undefined])[] = [
  ['30', 30_000],
  [' 30 ', 30_000],
  ['0', 1_000],
  ['21600', MAX_RETRY_AFTER_MS],
  ['21601', MAX_RETRY_AFTER_MS],
  ['9'.repeat(400), MAX_RETRY_AFTER_MS],
  ['Fri, 20 Nov 2026 12:02:00 GMT', 120_000],
  ['Fri, 20 Nov 2026 11:00:00 GMT', 1_000],
  ['Fri, 20 Nov 2027 12:00:00 GMT', MAX_RETRY_AFTER_MS],
  ['Xxx, 99 Xxx 2026 12:00:00 GMT', undefined],
  ['2026-11-20T12:02:00Z', undefined],
  ['Fri, 20 Nov 2026 12:02:00 +0100', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
];

for (const [header, expected] of CASES) {
  it(`takes Retry-After ${header?.slice(0, 40)} for ${expected} ms`, () => {
    assert.equal(retryAfterMs(header, NOW_MS), expected);
  });
}
