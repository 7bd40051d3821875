// Records at random × correlations of every kind: a replay says what one scan says, and defers only what it may.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Finding, ScanCounts } from '../../src/model/index.ts';
import { unbalanced } from '../../src/pipeline/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import { createDeferral } from '../../src/pipeline/index.ts';
import { Wanted } from '../../src/replay/index.ts';
import { runs } from '../support/runs.ts';
import { type Happening, happening, listed, PACK, scanWhole } from './generated.ts';
import { replayInMemory } from './in-memory.ts';

/** Printed by a failing property; run with it again to see the same. */
const SEED = 20_261_130;

function coresOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ delivery: _, ...core }) => JSON.stringify(core)).sort();
}

/** Whether a match opens a finding or joins one depends on the split. */
function settledCounts({ newMatches, foldedMatches, ...rest }: ScanCounts) {
  return { ...rest, inFindings: newMatches + foldedMatches };
}

/** Says yes of nearly everything. */
function blunt(): Wanted {
  const filter = new Wanted(0);
  for (let name = 0; name < 5_000; name++) filter.add(`other ${name}`);
  return filter;
}

const pair = (process: number): readonly Happening[] => [
  { isStart: false, process, at: process * 3_600 + 5, port: 445, company: undefined },
  { isStart: true, process, at: process * 3_600, port: 0, company: undefined },
];

const ORDERED = {
  ...PACK,
  correlations: PACK.correlations.filter(({ id }) => id === 'deferred-ordered'),
};

describe(`a replay of records at random (seed ${SEED})`, () => {
  it('gives findings and counts of one scan, in any split and order, the filter sharp or blunt', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.array(happening, { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.infiniteStream(fc.nat()),
      async (split, isBlunt, stream) => {
        const objects = listed(split);
        const shuffled = () => byKeys(objects, () => Number(stream.next().value));
        const wanted = isBlunt ? blunt() : new Wanted(1_000);
        const scanned = await scanWhole(objects);
        const replayed = await replayInMemory(shuffled(), shuffled(), { pack: PACK, wanted });
        assert.deepEqual(coresOf(replayed.findings), coresOf(scanned.findings));
        assert.deepEqual(settledCounts(replayed.counts), settledCounts(scanned.counts));
        assert.deepEqual(unbalanced(replayed.counts), []);
        const left = replayed.firstParts.filter(
          ({ group, part }) => group.correlation.startsWith('deferred') && isOfStart(part.rule),
        );
        assert.deepEqual(left, []);
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: runs(120) });
  });

  it('finds each of many sequences over days with room for a few, each half in another object', async () => {
    const pairs = Array.from({ length: 40 }, (_, process) => pair(process));
    const connections = pairs.flatMap((one) => one.filter(({ isStart }) => !isStart));
    const starts = pairs.flatMap((one) => one.filter(({ isStart }) => isStart));
    const { findings } = await replayInMemory(listed([connections, starts]), undefined, {
      pack: ORDERED,
      maxParts: 8,
    });
    const sequences = findings.filter(({ rule }) => rule.id === 'deferred-ordered');
    assert.equal(sequences.length, 40);
  });
});

describe('what is deferred', () => {
  const deferral = createDeferral(PACK.rules, PACK.correlations);

  it('are starts of correlations that need each of several rules, a connection among them', () => {
    const deferred = PACK.correlations.filter(({ id }) => deferral.isDeferring(id));
    assert.deepEqual(deferred.map(({ id }) => id).sort(), [
      'deferred-both',
      'deferred-ordered',
      'deferred-three',
    ]);
  });

  it('are the starts alone', () => {
    const defers = (rule: string) => deferral.defers({ id: 'deferred-three' }, rule);
    assert.deepEqual(['start', 'example', 'unsigned'].map(defers), [true, true, false]);
    assert.equal(deferral.defers({ id: 'starts' }, 'start'), false);
  });

  it('is nothing where no correlation needs a start', () => {
    assert.equal(createDeferral(PACK.rules, []).isNeeded, false);
  });
});

function isOfStart(rule: string): boolean {
  return rule === 'start' || rule === 'example';
}

function byKeys(objects: readonly ScanObject[], next: () => number): readonly ScanObject[] {
  return objects
    .map((object) => ({ object, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ object }) => object);
}
