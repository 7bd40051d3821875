// The scan function → cold start, bundle, and USD of a raw TB: compute from the rate of one core, requests and state as counted.

import { measureCold } from '../cold.ts';
import { CORPUS_SOURCES, type CorpusSource } from '../edr-corpus.ts';
import { spreadOf } from '../spread.ts';
import { outputOf } from './child-json.ts';
import { type Corpus, writeCorpus } from './corpora.ts';
import { alone, byTurns, type Contender } from './measure.ts';
import { cpu, speedOf, timesAsFast } from './ratio.ts';
import { type Extent, goalValues, type Row, type Section, single } from './row.ts';
import { checkRecords } from './smb.ts';
import type { Measured } from './subject.ts';

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
  const contenders = corpora.flatMap(contendersFor);
  const results = await byTurns(contenders, runs);
  const rows: Row[] = [];
  const notes: string[] = [];
  let compute = Number.NaN;
  for (const [index, corpus] of corpora.entries()) {
    const { source } = corpus;
    const from = CONTENDERS * index;
    const [alone = [], worth = [], all = []] = results.slice(from, from + CONTENDERS);
    checkRecords(contenders.slice(from + 1), [worth, all], corpus.records);
    const price = await priceOf(source, speedOf(worth, corpus.bytes, cpu).median);
    if (source === 'elastic-defend') compute = price.compute;
    rows.push(...rowsOf(corpus, { alone, worth, all, price, runs }));
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

/** Of each source. */
const CONTENDERS = 3;

/** The function's own scan: it parses every start that others may ask for, and files it, which the command line does not. */
function contendersFor({ source, warmGzip: warm, gzip }: Corpus): readonly Contender[] {
  const files = [gzip];
  return [
    alone(`${source}: gunzip`, { kind: 'gunzip', warm, files }),
    alone(`${source}: scan function`, { kind: 'scan-function', warm, files, lines: 'worth' }),
    alone(`${source}: every line parsed`, { kind: 'scan-function', warm, files, lines: 'all' }),
  ];
}

/** scripts/cost/measured.yml has the first two, and names these rows. */
function rowsOf(
  { source, bytes }: Pick<Corpus, 'source' | 'bytes'>,
  { alone: gunzip, worth, all, price, runs }: Priced,
): readonly Row[] {
  const rate = (name: string, own: readonly Measured[]): Row => ({
    name: `${source}: ${name}`,
    value: speedOf(own, bytes, cpu),
    unit: 'MB/s',
    runs,
    ratios: [timesAsFast('gunzip', [own, gunzip], cpu)],
  });
  const speed = speedOf(worth, bytes, cpu);
  const share = price.compute * speed.median;
  const compute = { median: price.compute, min: share / speed.max, max: share / speed.min };
  return [
    rate('scan function', worth),
    rate('every line parsed', all),
    { name: `${source}: compute`, value: compute, unit: 'USD/TB', runs, ratios: [] },
  ];
}

/** A source's runs, and its price at the rate of the scan function. */
interface Priced {
  readonly alone: readonly Measured[];
  readonly worth: readonly Measured[];
  readonly all: readonly Measured[];
  readonly price: Price;
  readonly runs: number;
}

async function priceOf(source: CorpusSource, mbPerSecond: number): Promise<Price> {
  const text = await outputOf('../test/bench/price.ts', [source, String(mbPerSecond)]);
  return JSON.parse(text);
}
