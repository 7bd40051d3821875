// The scan function → cold start, bundle, and USD of a raw TB: compute from the rate of one core, requests and state as counted.

import { measureCold } from '../cold.ts';
import { CORPUS_SOURCES, type CorpusSource } from '../edr-corpus.ts';
import { spreadOf } from '../spread.ts';
import { outputOf } from './child-json.ts';
import { writeCorpus } from './corpora.ts';
import { alone, byTurns } from './measure.ts';
import { cpu, speedOf } from './ratio.ts';
import { type Extent, goalValues, type Row, type Section, single } from './row.ts';

const CORPUS_BYTES = 64e6;
/** The same scans are measured more often beside their peers. */
const MAX_PRICE_RUNS = 3;
const KILO = 1e3;
const CENT_DIGITS = 3;

/** USD of a raw TB. */
interface Price {
  readonly compute: number;
  readonly requests: number;
  readonly state: number;
  readonly stored: number;
}

/** Cold starts, and prices. */
export async function measureLambda(folder: string, extent: Extent): Promise<readonly Section[]> {
  return [await coldSection(extent), await priceSection(folder, extent)];
}

async function coldSection({ runs }: Extent): Promise<Section> {
  const { scans, peers, bundleBytes } = await measureCold(runs);
  const inits = scans.map(({ initMs }) => initMs);
  const init = spreadOf(inits);
  const finding = spreadOf(scans.map(({ findingMs }) => findingMs));
  const ratios = inits.map((ms, round) => ms / (peers[round] ?? Number.NaN));
  const ms = { unit: 'ms', runs } as const;
  const rows: readonly Row[] = [
    { name: 'init of an empty handler', value: spreadOf(peers), ...ms, ratios: [] },
    {
      name: 'init',
      value: init,
      ...ms,
      ratios: [{ to: 'an empty handler', spread: spreadOf(ratios) }],
    },
    { name: 'first finding of a 1 MB object', value: finding, ...ms, ratios: [] },
    { name: 'bundle', value: single(bundleBytes / KILO), unit: 'KB', runs: 1, ratios: [] },
  ];
  return {
    title: 'Lambda: cold start on the runtime client, and the bundle',
    rows,
    notes: [],
    values: goalValues({
      init: init.median,
      'first-finding': finding.median,
      bundle: bundleBytes / KILO,
    }),
  };
}

async function priceSection(folder: string, extent: Extent): Promise<Section> {
  const runs = Math.min(extent.runs, MAX_PRICE_RUNS);
  const corpora = CORPUS_SOURCES.map((source) => writeCorpus(folder, source, CORPUS_BYTES));
  const contenders = corpora.map(({ source, warmGzip: warm, gzip }) =>
    alone(source, { kind: 'scan', warm, files: [gzip], pack: 'whole' }),
  );
  const results = await byTurns(contenders, runs);
  const rows: Row[] = [];
  const notes: string[] = [];
  let compute = Number.NaN;
  for (const [index, { source, bytes }] of corpora.entries()) {
    const speed = speedOf(results[index] ?? [], bytes, cpu);
    const price = await priceOf(source, speed.median);
    const share = price.compute * speed.median;
    if (source === 'elastic-defend') compute = price.compute;
    rows.push({
      name: `${source}: compute`,
      value: {
        median: price.compute,
        min: share / speed.max,
        max: share / speed.min,
      },
      unit: 'USD/TB',
      runs,
      ratios: [],
    });
    const rest = (['requests', 'state', 'stored'] as const).map(
      (what) => `${what} ${price[what].toFixed(CENT_DIGITS)}`,
    );
    notes.push(`${source}, as counted, USD/TB: ${rest.join(', ')}`);
  }
  return {
    title:
      'Lambda: a raw TB, gzip 10:1 in objects of 1 MB, 1,769 MB arm64, at the rate of one core of this machine',
    rows,
    notes,
    values: goalValues({ compute }),
  };
}

async function priceOf(source: CorpusSource, mbPerSecond: number): Promise<Price> {
  const text = await outputOf('../test/bench/price.ts', [source, String(mbPerSecond)]);
  return JSON.parse(text);
}
