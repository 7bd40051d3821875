// Lines at the cap, probes above it, ends in the middle: with the prefilter and without.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { MAX_RECORD_BYTES } from '../../src/decode/index.ts';
import { fdr, fdrConnection } from '../source/fdr-records.ts';
import { nxlog } from '../source/records.ts';
import { passedOver, scanBothWays } from './both-ways.ts';
import { compiled, rule } from './packs.ts';

const SMB = compiled([rule('smb', '{ category: network_connection }', '{ DestinationPort: 445 }')]);
const QUIET = `${JSON.stringify(fdr('UserIdentity', { padding: 'x'.repeat(100) }))}\n`;
const FOUND = JSON.stringify(fdrConnection());
const MANNER = { first: 1_000, chunk: 2 ** 20 };

/** The line with white space in it, so that it has that many bytes. */
function padded(line: string, bytes: number): string {
  return `${line.slice(0, -1)}${' '.repeat(bytes - line.length)}}\n`;
}

describe('the prefilter at the limits', () => {
  it('leaves lines at the cap as they are, and those above it rejected', async () => {
    const text = [
      QUIET.repeat(10),
      padded(FOUND, MAX_RECORD_BYTES),
      padded(FOUND, MAX_RECORD_BYTES + 1),
      padded(QUIET.trimEnd(), MAX_RECORD_BYTES),
      `${FOUND}\n`,
    ];
    const [outcome] = await scanBothWays([Buffer.from(text.join(''))], SMB, MANNER);
    assert.ok(outcome && passedOver([outcome]) > 0);
    assert.equal(outcome.counts.rejected, 1);
    assert.deepEqual(outcome.counts.matchesPerRule, { smb: 2 });
  });

  it('evaluates all lines where a probe is above the cap', async () => {
    const text =
      QUIET.repeat(1_024) + padded(QUIET.trimEnd(), MAX_RECORD_BYTES + 1) + QUIET.repeat(9);
    const outcomes = await scanBothWays([Buffer.from(text)], SMB, MANNER);
    assert.equal(passedOver(outcomes), 0);
    assert.equal(outcomes[0]?.counts.rejected, 1);
  });

  it('evaluates all lines where a probe is of another source', async () => {
    const probe = `${JSON.stringify(nxlog(22, {}))}\n`;
    const text = QUIET.repeat(1_024) + probe + QUIET.repeat(9);
    assert.equal(passedOver(await scanBothWays([Buffer.from(text)], SMB, MANNER)), 0);
  });

  it('parses a line that is no UTF-8', async () => {
    const counts = ['caf\u00e9', 'caf\u00e9\n'].map(async (name, index) => {
      const line = JSON.stringify(fdr('UserIdentity', { name }));
      const text = Buffer.from(`${QUIET.repeat(60)}${line}\n${QUIET.repeat(60)}`);
      if (index === 1) text[text.indexOf('\u00e9')] = 0xff;
      return passedOver(await scanBothWays([text], SMB, MANNER));
    });
    const [whole = 0, broken = 0] = await Promise.all(counts);
    assert.equal(whole - broken, 1);
  });

  it('takes a last line without a line feed, and loses none that is cut', async () => {
    for (const [last, chunk] of [
      [FOUND, 700],
      [FOUND, 2 ** 20],
      [FOUND.slice(0, -9), 2 ** 20],
    ] as const) {
      const text = QUIET.repeat(60) + last;
      const outcomes = await scanBothWays([Buffer.from(text)], SMB, { first: 1_000, chunk });
      assert.ok(passedOver(outcomes) > 0);
      const bytes = gzipSync(text);
      await scanBothWays([bytes, bytes.subarray(0, -9)], SMB, { first: 1_000, chunk });
    }
  });

  it('goes on behind an object over several lines, and one that never closes', async () => {
    const pretty = JSON.stringify(fdrConnection(), null, 1);
    for (const odd of [
      pretty,
      pretty.slice(0, -2),
      `${QUIET.trim()} ${FOUND}`,
      '{"a":[\n',
      '"\n]',
    ]) {
      const text = `${QUIET.repeat(60)}${odd}\n${QUIET.repeat(60)}${FOUND}\n${QUIET.repeat(60)}`;
      for (const chunk of [900, 2 ** 20]) {
        const outcomes = await scanBothWays([Buffer.from(text)], SMB, { first: 1_000, chunk });
        assert.ok(passedOver(outcomes) > 100);
        assert.ok((outcomes[0]?.counts.newMatches ?? 0) > 0);
      }
    }
  });

  it('goes on in hops with probes where they were', async () => {
    const lines = Array.from({ length: 2_100 }, (_, at) =>
      at === 1_024 ? '{"who":"knows"}\n' : QUIET,
    );
    const text = Buffer.from(lines.toSpliced(1_500, 0, `${FOUND}\n`).join(''));
    for (const hop of [2, 7]) {
      const outcomes = await scanBothWays([text], SMB, { first: 1_000, chunk: 30_000, hop });
      assert.ok(outcomes.length > 2);
      assert.ok(passedOver(outcomes) > 500);
    }
  });
});
