// One of SigmaHQ's rules to all of them, over recorded Windows events → events/s beside JSON.parse alone, and memory.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { writeCorpus } from './corpora.ts';
import { spreadOf } from '../spread.ts';
import { peakOf } from './growth.ts';
import { alone, byTurns, type Contender } from './measure.ts';
import { cpu, timesAsFast } from './ratio.ts';
import { type Extent, goalValues, type Row, type Section } from './row.ts';
import { checkRecords } from './smb.ts';
import type { Measured } from './subject.ts';

const RULES = new URL('../../../shared/conformance/sigmahq_rules.jsonl.gz', import.meta.url);
const EVENTS = new URL(
  '../../../shared/data/sysmon-otrf/process_network.ndjson.gz',
  import.meta.url,
);
const COUNTS = [1, 10, 100, 1_000];
/** Compiling them takes longer than the events do. */
const MAX_RUNS = 3;
const GENERATED_BYTES = 32e6;
const TITLE = "growth with the rules: SigmaHQ's";

/** The section. */
export async function measureRules(folder: string, extent: Extent): Promise<readonly Section[]> {
  if (!existsSync(RULES)) {
    return [{ title: TITLE, rows: [], notes: ['left out: ../shared is absent'], values: {} }];
  }
  const runs = Math.min(extent.runs, MAX_RUNS);
  // Some of these files hold what is refused: fewer rules than files run.
  const all = linesIn(readFileSync(RULES));
  const { file, records, what } = eventsOf(folder);
  const files = [file];
  const contenders: readonly Contender[] = [
    alone('JSON.parse alone', { kind: 'parse', warm: files, files }),
    ...[...COUNTS, all].map((pack) =>
      alone(`${pack.toLocaleString('en')} rule files`, { kind: 'scan', warm: files, files, pack }),
    ),
  ];
  const results = await byTurns(contenders, runs);
  checkRecords(contenders, results, records);
  const speed = (of: readonly Measured[]) => spreadOf(of.map((run) => records / cpu(run)));
  const [parse = []] = results;
  const rows = contenders.flatMap(({ name }, index): readonly Row[] => {
    const own = results[index] ?? [];
    const speedRow = { name, value: speed(own), unit: 'events/s', runs };
    if (index === 0) return [{ ...speedRow, ratios: [] }];
    return [
      { ...speedRow, ratios: [timesAsFast('JSON.parse', [own, parse], cpu)] },
      { name: `${name}: peak RSS`, value: peakOf(own), unit: 'MB', runs, ratios: [] },
    ];
  });
  const last = rows.at(-2);
  const values = goalValues({
    'sigmahq-events': last?.value.median ?? Number.NaN,
    'sigmahq-parse': last?.ratios[0]?.spread.median ?? Number.NaN,
  });
  return [
    { title: `${TITLE}, over ${records} events (${what}), one core`, rows, notes: [], values },
  ];
}

function eventsOf(folder: string): { file: string; records: number; what: string } {
  if (existsSync(EVENTS)) {
    const records = linesIn(readFileSync(EVENTS));
    return { file: fileURLToPath(EVENTS), records, what: 'process_network.ndjson.gz' };
  }
  const { gzip: file, records } = writeCorpus(folder, 'sysmon', GENERATED_BYTES);
  return { file, records, what: 'generated' };
}

function linesIn(stored: Buffer): number {
  const lines = gunzipSync(stored).toString('latin1').split('\n');
  return lines.filter((line) => line.trim() !== '').length;
}
