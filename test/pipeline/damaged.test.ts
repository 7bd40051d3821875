// P1 over damaged corpora: whatever happens to the bytes, every record is accounted for and a cut is never a clean scan.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { DECODER } from '../../src/decode/index.ts';
import { FindingFold } from '../../src/finding/index.ts';
import {
  createRouting,
  type ObjectOutcome,
  scanObject,
  unbalanced,
} from '../../src/pipeline/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { connection, lines } from '../cli/samples.ts';
import { aFilter, aRule } from '../finding/builders.ts';
import { runs } from '../support/runs.ts';

const CORPUS = Buffer.from(
  lines([
    ...Array.from({ length: 12 }, (_, number) => connection(number)),
    '{"of":"no source we know"}',
    '{"broken":',
    '["no object"]',
    '',
    connection(13, { Image: '<unknown process>' }),
  ]),
);

const STORED: readonly (readonly [string, Uint8Array])[] = [
  ['plain', CORPUS],
  ['gzip', gzipSync(CORPUS)],
  ['zstd', zstdCompressSync(CORPUS)],
];

interface Scanned {
  readonly outcome: ObjectOutcome;
  readonly kept: number;
  readonly findings: number;
}

async function scan(bytes: Uint8Array): Promise<Scanned> {
  const fold = new FindingFold('acme');
  let kept = 0;
  const dropEven = aFilter({ keeps: (event) => Number(event.field('RecordNumber')) % 2 === 1 });
  const outcome = await scanObject(
    { name: 'damaged', size: undefined, open: () => inPieces(bytes) },
    {
      decoder: DECODER,
      quarantine: {
        async keep() {
          kept++;
        },
      },
      evaluation: {
        registry: createRegistry(),
        routing: createRouting([aRule({ filters: [dropEven] })]),
        window: {},
        onMatch: (match) => fold.add(match),
      },
    },
  );
  return { outcome, kept, findings: fold.findings().length };
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 700) yield bytes.subarray(start, start + 700);
}

function assertAccounted({ outcome, kept }: Scanned): void {
  assert.deepEqual(unbalanced(outcome.counts), []);
  assert.equal(kept, outcome.counts.rejected);
}

for (const [name, bytes] of STORED) {
  test(`the ${name} corpus is whole, and every record of it accounted for`, async () => {
    const scanned = await scan(bytes);
    assertAccounted(scanned);
    const { counts, problem } = scanned.outcome;
    assert.equal(problem, undefined);
    assert.deepEqual(
      [counts.records, counts.evaluated, counts.unrecognised, counts.rejected, counts.unattributed],
      [16, 13, 1, 2, 1],
    );
  });

  test(`the ${name} corpus, its bytes changed anywhere, stays accounted for`, async () => {
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const damaged = Uint8Array.from(bytes);
        for (const { at, to } of changes) damaged[at] = to;
        assertAccounted(await scan(damaged));
      }),
      { numRuns: runs(60) },
    );
  });

  test(`the ${name} corpus, cut anywhere, stays accounted for`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        const scanned = await scan(bytes.subarray(0, length));
        assertAccounted(scanned);
        // A plain text that is cut looks like one that ends there; nothing at all is an empty object.
        if (name !== 'plain' && length > 0) assert.notEqual(scanned.outcome.problem, undefined);
      }),
      { numRuns: runs(60) },
    );
  });

  test(`the ${name} corpus with garbage behind it gives the findings before, and says so`, async () => {
    const whole = await scan(bytes);
    const scanned = await scan(Buffer.concat([bytes, Buffer.from('garbage\n')]));
    assertAccounted(scanned);
    assert.equal(scanned.findings, whole.findings);
    const { problem, counts } = scanned.outcome;
    assert.ok(problem !== undefined || counts.rejected === whole.outcome.counts.rejected + 1);
  });
}
