// Every corpus, whole and damaged, in hops and in members, with the prefilter and without: the same is found.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { createRandom } from '../../bench/random.ts';
import { runs } from '../support/runs.ts';
import { NEEDS_SHARED } from '../support/shared-folder.ts';
import { passedOver, scanBothWays } from './both-ways.ts';
import {
  benchCorpora,
  canBeScreened,
  type Corpus,
  caseCorpora,
  fixtureCorpora,
  realCorpora,
  sampleCorpora,
} from './corpora.ts';
import {
  CONNECTIONS,
  CORRELATED,
  PORTS,
  SHIPPED,
  sigmaHqSample,
  WHOLE_CATEGORIES,
} from './packs.ts';

const SAMPLES = sampleCorpora();
const FIXTURES = fixtureCorpora();
const BENCH = benchCorpora(200_000);
const OWN = [...SAMPLES, ...FIXTURES, ...BENCH];

/** Bytes of real logs that are scanned in ways that take longer. */
const SLICE = 1_000_000;
/** Of each of them in the plainest way. */
const LONG_SLICE = runs(4) * 12_000_000;

const lengthOf = ({ texts }: Corpus) => texts.reduce((sum, text) => sum + text.length, 0);

function sliced(corpora: readonly Corpus[], bytes: number): readonly Corpus[] {
  return corpora.map(({ name, texts }) => ({
    name,
    texts: texts.map((text) => text.subarray(0, bytes)),
  }));
}

/** The texts cut short, with bytes flipped and torn apart, of even seeds no UTF-8 any more: the same each time. */
function damaged({ texts }: Corpus, seed: number): readonly Buffer[] {
  const random = createRandom(seed);
  return texts.map((text) => {
    const bytes = Buffer.from(text.subarray(0, text.length - random.below(200)));
    if (bytes.length === 0) return bytes;
    for (let flips = Math.ceil(bytes.length / 3_000); flips > 0; flips--) {
      const at = random.below(bytes.length);
      const flipped = (bytes[at] ?? 0) ^ (1 << random.below(seed % 2 === 0 ? 8 : 7));
      bytes[at] = random.below(3) === 0 ? 0x0a : flipped;
    }
    return bytes;
  });
}

/** The text in pieces of so many bytes that end anywhere, each a member or frame of its own. */
function membersOf(
  text: Buffer,
  size: number,
  compress: (bytes: Uint8Array) => Uint8Array,
): Buffer {
  const count = Math.ceil(text.length / size);
  return Buffer.concat(
    Array.from({ length: count }, (_, at) => compress(text.subarray(at * size, (at + 1) * size))),
  );
}

/** All the ways of storing and reading them, damaged and whole. */
async function scanInEveryManner(corpus: Corpus): Promise<void> {
  const texts = damaged(corpus, 1);
  await scanBothWays(texts, SHIPPED);
  await scanBothWays(texts.toReversed(), CORRELATED);
  await scanBothWays(texts, CONNECTIONS, { hop: 3, chunk: 3_000 });
  const members = damaged(corpus, 2).map((text) => membersOf(text, 9_000, gzipSync));
  await scanBothWays(members, SHIPPED, { hop: 2 });
  const frames = corpus.texts.map((text) => membersOf(text, 3_000, zstdCompressSync));
  await scanBothWays(frames, SHIPPED);
  await scanBothWays(corpus.texts, SHIPPED, { hop: 2, keepsOffers: true });
  await scanBothWays(corpus.texts, CONNECTIONS, { keepsOffers: true });
}

describe('the prefilter, on every corpus of the repository', () => {
  for (const corpus of OWN.filter(canBeScreened)) {
    it(`changes nothing that is found in ${corpus.name}, whatever rules are looked for`, async () => {
      for (const pack of [
        SHIPPED,
        CORRELATED,
        CONNECTIONS,
        PORTS,
        ...WHOLE_CATEGORIES.map(([, one]) => one),
      ])
        await scanBothWays(corpus.texts, pack);
    });

    it(`changes nothing in ${corpus.name} where it is damaged, read in hops or in members`, async () => {
      await scanInEveryManner(corpus);
    });
  }

  it('stands aside in what other sources write', async () => {
    for (const corpus of OWN.filter((one) => !canBeScreened(one))) {
      const texts = [...corpus.texts, ...damaged(corpus, 1)];
      assert.equal(passedOver(await scanBothWays(texts, CONNECTIONS)), 0, corpus.name);
    }
  });

  it('passes over most of what the sources write that it knows', async () => {
    for (const corpus of BENCH) {
      const outcomes = await scanBothWays(corpus.texts, SHIPPED);
      const [{ counts } = { counts: { records: 0 } }] = outcomes;
      assert.ok(
        passedOver(outcomes) > counts.records / 2,
        `${corpus.name}: ${passedOver(outcomes)}`,
      );
    }
  });
});

describe('the prefilter, on what lies beside the repository', NEEDS_SHARED, () => {
  const real = sliced(realCorpora(), LONG_SLICE);
  const cases = caseCorpora();

  for (const corpus of [...real, ...cases]) {
    it(`changes nothing that is found in ${corpus.name}, ${lengthOf(corpus)} bytes`, async () => {
      await scanBothWays(corpus.texts, SHIPPED, { chunk: 65_536 });
    });
  }

  it('changes nothing under rules of other kinds, damaged or in hops', async () => {
    for (const corpus of sliced([...real, ...cases], SLICE)) {
      await scanBothWays(corpus.texts, CORRELATED);
      await scanBothWays(corpus.texts, CONNECTIONS, { hop: 40 });
      await scanBothWays(damaged(corpus, 3), SHIPPED, { keepsOffers: true });
      for (const [, pack] of WHOLE_CATEGORIES) await scanBothWays(corpus.texts, pack);
    }
  });

  it('changes nothing under a sample of SigmaHQ’s rules', async () => {
    const pack = sigmaHqSample(20);
    assert.ok(NEEDS_SHARED.skip !== false || pack.rules.length > 30);
    for (const corpus of [...sliced([...real, ...cases], SLICE), ...OWN.filter(canBeScreened)])
      await scanBothWays(corpus.texts, pack);
  });
});
