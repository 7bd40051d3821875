// The scan function → cold start, bundle, and USD of a raw TB: compute from the rate of one core, requests and state as counted.

import { measureCold } from '../cold.ts';
import { CORPUS_SOURCES, type CorpusSource } from '../edr-corpus.ts';
import { type Spread, spreadOf } from '../spread.ts';
import { outputOf } from './child-json.ts';
import { type Corpus, writeCorpus } from './corpora.ts';
import { alone, byTurns, type Contender } from './measure.ts';
import { cpu, speedOf } from './ratio.ts';
import { checkRecords } from './smb.ts';
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
  const contenders = corpora.flatMap((corpus) =>
    (['worth', 'all'] as const).map((lines) => functionScan(corpus, lines)),
  );
  const results = await byTurns(contenders, runs);
  const rows: Row[] = [];
  const notes: string[] = [];
  let compute = Number.NaN;
  for (const [index, { source, bytes, records }] of corpora.entries()) {
    const [worth = [], all = []] = results.slice(2 * index, 2 * index + 2);
    checkRecords(contenders.slice(0, 2), [worth, all], records);
    const speed = speedOf(worth, bytes, cpu);
    const price = await priceOf(source, speed.median);
    if (source === 'elastic-defend') compute = price.compute;
    rows.push(...rowsOf(source, { speed, all: speedOf(all, bytes, cpu), price, runs }));
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

/** The function's own scan: it parses every start that others may ask for, and files it, which the command line does not. */
function functionScan({ source, warmGzip: warm, gzip }: Corpus, lines: 'worth' | 'all'): Contender {
  return alone(source, { kind: 'scan-function', warm, files: [gzip], lines });
}

/** scripts/cost/measured.yml has the first two, and names these rows. */
function rowsOf(source: CorpusSource, { speed, all, price, runs }: Priced): readonly Row[] {
  const share = price.compute * speed.median;
  const compute = { median: price.compute, min: share / speed.max, max: share / speed.min };
  return [
    { name: `${source}: scan function`, value: speed, unit: 'MB/s', runs, ratios: [] },
    { name: `${source}: every line parsed`, value: all, unit: 'MB/s', runs, ratios: [] },
    { name: `${source}: compute`, value: compute, unit: 'USD/TB', runs, ratios: [] },
  ];
}

/** A source's rates, and its price at the first of them. */
interface Priced {
  readonly speed: Spread;
  readonly all: Spread;
  readonly price: Price;
  readonly runs: number;
}

async function priceOf(source: CorpusSource, mbPerSecond: number): Promise<Price> {
  const text = await outputOf('../test/bench/price.ts', [source, String(mbPerSecond)]);
  return JSON.parse(text);
}
