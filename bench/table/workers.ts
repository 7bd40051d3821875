// Eight objects → two scanning processes on two cores against DuckDB on two threads, by the clock.

import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeCorpus, SEED } from './corpora.ts';
import { byTurns, type Contender, CORE, OTHER_CORE, together } from './measure.ts';
import { speedOf, timesAsFast, wall } from './ratio.ts';
import { type Extent, goalValues, type Section } from './row.ts';
import { checkRecords } from './smb.ts';
import type { PackSpec } from './subject.ts';

const OBJECTS = 8;
/** Raw, of each. */
const OBJECT_BYTES = 24e6;
/** A run reads three times what a row on one core does. */
const MAX_RUNS = 3;
const MEGA = 1e6;
const SOURCE = 'elastic-defend';
const TITLE = `${OBJECTS} objects of ${OBJECT_BYTES / MEGA} MB, ${SOURCE}, gzip: two cores, by the clock`;

/** The section. */
export async function measureWorkers(folder: string, extent: Extent): Promise<readonly Section[]> {
  if (availableParallelism() < 2) {
    return [{ title: TITLE, rows: [], notes: ['left out: one core'], values: {} }];
  }
  const runs = Math.min(extent.runs, MAX_RUNS);
  const { files, bytes, records } = writeObjects(folder);
  const [warm = ''] = files;
  const scan = (name: string, pack: PackSpec): Contender => ({
    name,
    run: () =>
      together(
        [OTHER_CORE, CORE].map((core, worker) => ({
          subject: { kind: 'scan', warm, files: files.filter((_, at) => at % 2 === worker), pack },
          cores: String(core),
        })),
      ),
  });
  const contenders: readonly Contender[] = [
    {
      name: 'DuckDB, two threads',
      run: () =>
        together([
          {
            subject: { kind: 'duckdb', warm, files, source: SOURCE, threads: 2 },
            cores: `${OTHER_CORE},${CORE}`,
          },
        ]),
    },
    scan('two workers, rules that need no starts', 'no-starts'),
    scan('two workers, whole pack', 'whole'),
  ];
  const results = await byTurns(contenders, runs);
  checkRecords(contenders, results, records);
  const [duckdb = []] = results;
  const rows = contenders.map(({ name }, index) => {
    const own = results[index] ?? [];
    return {
      name,
      value: speedOf(own, bytes, wall),
      unit: 'MB/s',
      runs,
      ratios: index === 0 ? [] : [timesAsFast('DuckDB', [own, duckdb], wall)],
    };
  });
  const value = rows[1]?.ratios[0]?.spread.median ?? Number.NaN;
  return [{ title: TITLE, rows, notes: [], values: goalValues({ 'workers-duckdb': value }) }];
}

function writeObjects(folder: string) {
  const files: string[] = [];
  let bytes = 0;
  let records = 0;
  for (let object = 0; object < OBJECTS; object++) {
    const raw = Buffer.concat([...makeCorpus(SOURCE, OBJECT_BYTES, SEED + 100 + object)]);
    const path = join(folder, `object-${object}.ndjson.gz`);
    writeFileSync(path, gzipSync(raw));
    files.push(path);
    bytes += raw.length;
    records += raw.toString('latin1').split('\n').length - 1;
  }
  return { files, bytes, records };
}
