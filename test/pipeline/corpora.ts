// Every corpus there is → the texts of its objects, by name: samples, fixtures, the bench's, and what lies beside the repository.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type Moment, corpusOf } from '../../bench/edr-corpus.ts';
import { crowdstrikeEvent } from '../../bench/edr-crowdstrike.ts';
import { elasticEvent } from '../../bench/edr-elastic.ts';
import { sysmonEvent } from '../../bench/edr-sysmon.ts';
import type { JsonObject } from '../../src/model/index.ts';
import { LOGGERS, SMB_CONNECTION } from '../source/every-connection.ts';
import { EVERY_RECORD } from '../source/every-record.ts';
import { MORE_RECORDS } from '../source/more-records.ts';
import { readRows, SHARED } from '../support/shared-folder.ts';

/** Texts of objects that are scanned together. */
export interface Corpus {
  readonly name: string;
  readonly texts: readonly Buffer[];
}

const EVENTS = fileURLToPath(new URL('../../events/', import.meta.url));
/** The fixtures of one source are repeated: the prefilter begins behind the first chunk. */
const REPEATS = 3;

/** True for those in which lines can be passed over: of sources that state how theirs are told. */
export function canBeScreened({ name }: Corpus): boolean {
  return /sysmon|elastic|crowdstrike|all sources/.test(name);
}

/** The samples, a corpus for each source. */
export function sampleCorpora(): readonly Corpus[] {
  const folders = readdirSync(EVENTS, { withFileTypes: true }).filter((one) => one.isDirectory());
  return folders.map(({ name }) => ({
    name: `events/${name}`,
    texts: textsIn(join(EVENTS, name)),
  }));
}

/** What the tests of sources are made of, a corpus for each source, and all of them in one object. */
export function fixtureCorpora(): readonly Corpus[] {
  const connections = LOGGERS.flatMap(({ source, records }) =>
    [SMB_CONNECTION, { ...SMB_CONNECTION, peer: { ip: '192.0.2.9', port: 443 } }].flatMap((one) =>
      records(one).map((record) => [source, record] as const),
    ),
  );
  const all = [...EVERY_RECORD, ...MORE_RECORDS, ...connections];
  const bySource = Map.groupBy(all, ([source]) => source);
  // One of each kind of record for each source that may come first.
  const mixed = ['sysmon', 'elastic-defend', 'crowdstrike-fdr'].map((first, remainder) =>
    repeated(
      all
        .filter(([source], index) => source === first || index % 3 === remainder)
        .toSorted(([a], [b]) => Number(b === first) - Number(a === first)),
      1,
    ),
  );
  return [
    ...[...bySource].map(([source, own]) => ({
      name: `fixtures of ${source}`,
      texts: [repeated(own, REPEATS)],
    })),
    { name: 'fixtures of all sources', texts: mixed },
  ];
}

/** What the bench measures, with more connections to port 445. */
export function benchCorpora(bytes: number): readonly Corpus[] {
  return Object.entries({ elasticEvent, crowdstrikeEvent, sysmonEvent }).map(([name, write]) => ({
    name,
    texts: [Buffer.concat([...corpusOf((moment) => write(dense(moment)), bytes, 7)])],
  }));
}

/** Real logs beside the repository. */
export function realCorpora(): readonly Corpus[] {
  const data = join(SHARED, 'data');
  if (!existsSync(data)) return [];
  const folders = readdirSync(data, { withFileTypes: true }).filter((one) => one.isDirectory());
  return folders.map(({ name }) => ({ name: `data/${name}`, texts: textsIn(join(data, name)) }));
}

/** The events of cases by others, as they stand in their rows. */
export function caseCorpora(): readonly Corpus[] {
  if (!existsSync(join(SHARED, 'conformance'))) return [];
  const regression = readRows('conformance/sigmahq_regression.jsonl');
  return [
    { name: 'conformance/language', texts: [eventsOf('conformance/language.jsonl')] },
    { name: 'conformance/engines', texts: [eventsOf('conformance/engines.jsonl')] },
    {
      name: 'conformance/sigmahq_regression',
      texts: [linesOf(regression.flatMap(({ event, raw_event }) => [event, raw_event]))],
    },
  ];
}

function eventsOf(path: string): Buffer {
  return linesOf(readRows(path).map(({ event }) => event));
}

/** One in ten of the connections goes to port 445, half of them of an unknown program. */
function dense(moment: Moment): Moment {
  if (moment.kind !== 'network' || moment.number % 10 > 0) return moment;
  const image = moment.number % 20 === 0 ? 'C:\\Users\\Public\\tool.exe' : moment.image;
  return { ...moment, port: 445, image };
}

function repeated(records: readonly (readonly [string, JsonObject])[], times: number): Buffer {
  return linesOf(Array.from({ length: times }, () => records.map(([, record]) => record)).flat());
}

function linesOf(values: readonly unknown[]): Buffer {
  return Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

function textsIn(folder: string): readonly Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && !/^(?:README|LICENSE|_SUCCESS)/.test(one.name))
    .map((one) => join(one.parentPath, one.name))
    .sort()
    .map((path) => decompressed(path, readFileSync(path)));
}

function decompressed(path: string, bytes: Buffer): Buffer {
  if (/\.zst$/.test(path)) return zstdDecompressSync(bytes);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}
