// Corpora of three sensors → the SMB pack beside decompression alone, JSON.parse, DuckDB, zgrep and jq, on one core.

import type { CorpusSource } from '../edr-corpus.ts';
import type { GoalId, GoalValues } from '../goals.ts';
import { type Corpus, writeCorpus } from './corpora.ts';
import { alone, byTurns, type Contender, shell } from './measure.ts';
import { cpu, speedOf, timesAsFast } from './ratio.ts';
import { type Extent, goalValues, type Ratio, type Row, type Section } from './row.ts';
import type { Measured } from './subject.ts';
import { hasTool } from './tools.ts';

/** Raw, of each. */
const CORPUS_BYTES = 80e6;
const MEGA = 1e6;

/** What a search of text would look for, and what a query of JSON would ask. */
const SEARCHES: Readonly<Record<CorpusSource, { needle: string; filter: string }>> = {
  'elastic-defend': { needle: '"port":445', filter: 'select(.destination.port == 445)' },
  'crowdstrike-fdr': { needle: '"RemotePort":"445"', filter: 'select(.RemotePort == "445")' },
  sysmon: { needle: '"DestinationPort":"445"', filter: 'select(.DestinationPort == "445")' },
};

const PARSE = 'JSON.parse of every line';
const NO_STARTS = 'pack, rules that need no starts';
const WHOLE = 'whole pack, with the sequence';
const COLD = 'the same, in a process that has just begun';

/** Which goals a ratio is judged by. */
type Judged = readonly { readonly goal: GoalId; readonly row: string; readonly to: string }[];

/** Sections of the three sensors' logs. */
export async function measureSmb(folder: string, { runs }: Extent): Promise<readonly Section[]> {
  const elastic = writeCorpus(folder, 'elastic-defend', CORPUS_BYTES);
  const crowdstrike = writeCorpus(folder, 'crowdstrike-fdr', CORPUS_BYTES);
  const sysmon = writeCorpus(folder, 'sysmon', CORPUS_BYTES);
  return [
    await gzipSection(elastic, runs, [
      { goal: 'elastic-gunzip', row: NO_STARTS, to: 'gunzip' },
      { goal: 'elastic-duckdb', row: NO_STARTS, to: 'DuckDB' },
      { goal: 'sequence-gunzip', row: WHOLE, to: 'gunzip' },
    ]),
    await gzipSection(crowdstrike, runs, [
      { goal: 'crowdstrike-gunzip', row: WHOLE, to: 'gunzip' },
    ]),
    await gzipSection(sysmon, runs, [{ goal: 'sysmon-gunzip', row: WHOLE, to: 'gunzip' }]),
    await zstdSection(elastic, runs),
  ];
}

async function gzipSection(corpus: Corpus, runs: number, judged: Judged): Promise<Section> {
  const { source, gzip: file, warmGzip: warm } = corpus;
  const files = [file];
  const { needle, filter } = SEARCHES[source];
  const tools = [
    ['zgrep', `zgrep -c '${needle}' ${file}`],
    ['jq', `gunzip -c ${file} | jq -c '${filter}'`],
  ] as const;
  const contenders = [
    alone('gunzip', { kind: 'gunzip', warm, files }),
    alone(PARSE, { kind: 'parse', warm, files }),
    alone('DuckDB', { kind: 'duckdb', warm, files, source, threads: 1 }),
    ...tools.filter(([name]) => hasTool(name)).map(([name, command]) => shell(name, command)),
    alone(NO_STARTS, { kind: 'scan', warm, files, pack: 'no-starts' }),
    alone(WHOLE, { kind: 'scan', warm, files, pack: 'whole' }),
    alone(COLD, { kind: 'scan', warm, files, pack: 'whole', isCold: true }),
  ];
  const absent = tools.filter(([name]) => !hasTool(name)).map(([name]) => `no ${name} here`);
  return await section(`SMB pack: ${source}, gzip`, { corpus, contenders, runs, judged, absent });
}

async function zstdSection(corpus: Corpus, runs: number): Promise<Section> {
  const { source, zstd: file, warmZstd: warm } = corpus;
  const files = [file];
  const contenders = [
    alone('zstd', { kind: 'zstd', warm, files }),
    alone(NO_STARTS, { kind: 'scan', warm, files, pack: 'no-starts' }),
    alone(WHOLE, { kind: 'scan', warm, files, pack: 'whole' }),
  ];
  const judged: Judged = [{ goal: 'elastic-zstd', row: NO_STARTS, to: 'zstd' }];
  return await section(`SMB pack: ${source}, zstd`, {
    corpus,
    contenders,
    runs,
    judged,
    absent: [],
  });
}

async function section(
  title: string,
  given: {
    corpus: Corpus;
    contenders: readonly Contender[];
    runs: number;
    judged: Judged;
    absent: readonly string[];
  },
): Promise<Section> {
  const { corpus, contenders, runs, judged, absent } = given;
  const results = await byTurns(contenders, runs);
  checkRecords(contenders, results, corpus.records);
  const rows = contenders.map(({ name }, index): Row => {
    const own = results[index] ?? [];
    return {
      name: index === 0 ? `${name} alone` : name,
      value: speedOf(own, corpus.bytes, cpu),
      unit: 'MB/s',
      runs,
      ratios: ratiosOf(index, contenders, results),
    };
  });
  return {
    title: `${title}: ${(corpus.bytes / MEGA).toFixed(0)} MB raw, ${corpus.records} records, one core`,
    rows,
    notes: absent,
    values: valuesOf(rows, judged),
  };
}

/** Ours against all the others, which are against the limit alone. */
function ratiosOf(
  index: number,
  contenders: readonly Contender[],
  results: readonly (readonly Measured[])[],
): readonly Ratio[] {
  const isOurs = ({ name }: Contender) => [NO_STARTS, WHOLE, COLD].includes(name);
  const own = contenders[index];
  if (own === undefined || index === 0) return [];
  return contenders.flatMap((other, at) => {
    const isPeer = at < index && !isOurs(other) && (at === 0 || isOurs(own));
    const to = other.name === PARSE ? 'JSON.parse' : other.name;
    return isPeer ? [timesAsFast(to, [results[index] ?? [], results[at] ?? []], cpu)] : [];
  });
}

function valuesOf(rows: readonly Row[], judged: Judged): GoalValues {
  const entries = judged.map(({ goal, row, to }) => {
    const ratio = rows.find(({ name }) => name === row)?.ratios.find((one) => one.to === to);
    return [goal, ratio?.spread.median ?? Number.NaN] as const;
  });
  return goalValues(Object.fromEntries(entries));
}

/** Whoever counts must have read all of it. */
export function checkRecords(
  contenders: readonly Contender[],
  results: readonly (readonly Measured[])[],
  expected: number,
): void {
  for (const [index, { name }] of contenders.entries()) {
    for (const { records } of results[index] ?? []) {
      if (records !== undefined && records !== expected) {
        throw new Error(`${name} read ${records} records; expected ${expected}`);
      }
    }
  }
}
