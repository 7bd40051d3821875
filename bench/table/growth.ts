// Objects of 10 MB to 10 GB, streams that are made while they are read → time a MB, and the most memory.

import { type Spread, spreadOf } from '../spread.ts';
import { SEED, writeCorpus } from './corpora.ts';
import { alone, byTurns, OTHER_CORE } from './measure.ts';
import { cpu, speedOf } from './ratio.ts';
import { type Extent, goalValues, type Row, type Section, single } from './row.ts';
import type { Measured } from './subject.ts';

const MEGA = 1e6;
const SOURCE = 'elastic-defend';
/** Raw bytes, and how often at most: the large ones take long, and their runs differ little. */
const SIZES = [
  { name: '10 MB', bytes: 10e6, maxRuns: Number.POSITIVE_INFINITY },
  { name: '100 MB', bytes: 100e6, maxRuns: 3 },
  { name: '1 GB', bytes: 1e9, maxRuns: 1 },
] as const;
const LARGEST = { name: '10 GB', bytes: 10e9, maxRuns: 1 } as const;

/** The section. */
export async function measureGrowth(folder: string, extent: Extent): Promise<readonly Section[]> {
  const { warmGzip: warm } = writeCorpus(folder, SOURCE, MEGA);
  const sizes = extent.isThorough ? [...SIZES, LARGEST] : SIZES;
  const rows: Row[] = [];
  let base: { readonly cpuPerByte: number; readonly peak: number } | undefined;
  let peak = 0;
  for (const { name, bytes, maxRuns } of sizes) {
    const stream = { source: SOURCE, bytes, seed: SEED, core: OTHER_CORE } as const;
    const count = Math.min(extent.runs, maxRuns);
    const contender = alone(name, { kind: 'scan-stream', warm, stream });
    const [runs = []] = await byTurns([contender], count);
    const speed = speedOf(runs, bytes, cpu);
    const rss = peakOf(runs);
    const cpuPerByte = MEGA / speed.median;
    base ??= { cpuPerByte, peak: rss.median };
    peak = Math.max(peak, rss.median);
    const ratio = (value: number) => [{ to: '10 MB', spread: single(value) }];
    rows.push(
      {
        name: `${name}: speed`,
        value: speed,
        unit: 'MB/s',
        runs: count,
        ratios: ratio(base.cpuPerByte / cpuPerByte),
      },
      {
        name: `${name}: peak RSS`,
        value: rss,
        unit: 'MB',
        runs: count,
        ratios: ratio(rss.median / base.peak),
      },
    );
  }
  return [
    {
      title: `growth with the object: whole pack, ${SOURCE}, plain, from a pipe`,
      rows,
      notes: extent.isThorough ? [] : ['10 GB with --thorough'],
      values: goalValues({ peak }),
    },
  ];
}

/** In MB. */
export function peakOf(runs: readonly Measured[]): Spread {
  return spreadOf(runs.map(({ peakBytes }) => peakBytes / MEGA));
}
