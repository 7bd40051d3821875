// Eight objects → two scanning processes on two cores against DuckDB on two threads, by the clock.

import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeCorpus, SEED, warmCorpora } from './corpora.ts';
import { byTurns, type Contender, CORE, OTHER_CORE, together } from './measure.ts';
import { speedOf, timesAsFast, wall } from './ratio.ts';
import { type Extent, goalValues, type Section } from './row.ts';
import { checkRecords } from './smb.ts';
import type { Subject } from './subject.ts';

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
  const { warm, files, bytes, records } = writeObjects(folder);
  const both = (name: string, subjectOf: (half: readonly string[]) => Subject): Contender => ({
    name,
    run: () =>
      together(
        [OTHER_CORE, CORE].map((core, worker) => ({
          subject: subjectOf(files.filter((_, at) => at % 2 === worker)),
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
    // What the two cores leave of their speed to each other.
    both('two processes, gunzip alone', (half) => ({ kind: 'gunzip', warm, files: half })),
    both('two workers, rules that need no starts', (half) => ({
      ...{ kind: 'scan', warm, files: half, pack: 'no-starts' },
    })),
    both('two workers, whole pack', (half) => ({ kind: 'scan', warm, files: half, pack: 'whole' })),
  ];
  const results = await byTurns(contenders, runs);
  checkRecords(contenders, results, records);
  const [duckdb = [], gunzip = []] = results;
  const rows = contenders.map(({ name }, index) => {
    const own = results[index] ?? [];
    const toDuckdb = timesAsFast('DuckDB', [own, duckdb], wall);
    const toGunzip = timesAsFast('gunzip', [own, gunzip], wall);
    return {
      name,
      value: speedOf(own, bytes, wall),
      unit: 'MB/s',
      runs,
      ratios: [[], [toDuckdb], [toGunzip, toDuckdb]][Math.min(index, 2)] ?? [],
    };
  });
  const value = rows[2]?.ratios[1]?.spread.median ?? Number.NaN;
  return [{ title: TITLE, rows, notes: [], values: goalValues({ 'workers-duckdb': value }) }];
}

function writeObjects(folder: string) {
  const write = (name: string, raw: Buffer) => {
    const path = join(folder, `${name}.ndjson.gz`);
    writeFileSync(path, gzipSync(raw));
    return { path, bytes: raw.length, records: raw.toString('latin1').split('\n').length - 1 };
  };
  const warm = warmCorpora(SOURCE).map((raw, index) => write(`workers-warm-${index}`, raw).path);
  const objects = Array.from({ length: OBJECTS }, (_, object) =>
    write(
      `object-${object}`,
      Buffer.concat([...makeCorpus(SOURCE, OBJECT_BYTES, SEED + 100 + object)]),
    ),
  );
  return {
    warm,
    files: objects.map(({ path }) => path),
    bytes: objects.reduce((sum, one) => sum + one.bytes, 0),
    records: objects.reduce((sum, one) => sum + one.records, 0),
  };
}
