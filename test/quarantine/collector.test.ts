// The file of an object stays within its caps, whatever is rejected.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RejectionCode } from '../../src/model/index.ts';
import {
  MAX_KEPT_BYTES,
  MAX_KEPT_RECORDS,
  MAX_POINTERS,
  parseQuarantineLine,
  QuarantineCollector,
  type QuarantineEntry,
} from '../../src/quarantine/index.ts';
import { rejected } from '../contracts/quarantine-files.ts';

function parsed(lines: readonly Buffer[]): readonly QuarantineEntry[] {
  return lines.map((line) => {
    const entry = parseQuarantineLine(line.toString());
    if (!entry.ok) throw new TypeError(entry.error);
    return entry.value;
  });
}

describe('the collector of an object', () => {
  it('names as many runs as it may where every second record of many is broken, then counts', () => {
    const codes: readonly RejectionCode[] = ['RECORD_NOT_JSON', 'RECORD_NOT_OBJECT'];
    const collector = new QuarantineCollector('a');
    const count = MAX_KEPT_RECORDS + MAX_POINTERS + 500;
    for (let index = 0; index < count; index++) {
      collector.add(rejected(index * 2, { code: codes[index % 2] ?? 'RECORD_NOT_JSON' }));
    }
    const entries = parsed(collector.finish());
    const pointers = entries.flatMap((each) => (each.kind === 'pointers' ? [each] : []));
    assert.equal(pointers.length, MAX_POINTERS + codes.length);
    assert.equal(
      pointers.reduce((sum, each) => sum + each.count, 0),
      MAX_POINTERS + 500,
    );
    assert.deepEqual(
      pointers.slice(-2).map(({ count: inRest, isRun }) => [inRest, isRun]),
      [
        [250, false],
        [250, false],
      ],
    );
  });

  it('stops keeping at 64 MiB, and takes a smaller record that still fits', () => {
    const large = { bytes: Buffer.alloc(64 * 1024, 0xff) };
    const collector = new QuarantineCollector('a');
    let bytes = 0;
    for (let ordinal = 0; ordinal < 780; ordinal++) {
      bytes += collector.add(rejected(ordinal, large))?.length ?? 0;
    }
    const small = collector.add(rejected(780));
    assert.ok(small !== undefined && bytes + small.length <= MAX_KEPT_BYTES);
    const summary = parsed(collector.finish()).at(-1);
    assert.ok(summary?.kind === 'summary');
    assert.equal(summary.rejected, 781);
    assert.ok(summary.kept > 700 && summary.kept < 781);
  });
});

describe('a line of a quarantine', () => {
  it('is refused with what was found, where it is none', () => {
    for (const line of [
      '',
      '{',
      '1',
      '{}',
      '{"kind":"record","object":"a"}',
      '{"kind":"x","object":"a"}',
    ]) {
      const entry = parseQuarantineLine(line);
      assert.equal(entry.ok, false, line);
      assert.match(entry.ok ? '' : entry.error, /^is no /);
    }
  });
});
