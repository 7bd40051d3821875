// A peer by argument → its work, measured: decompression alone, JSON.parse of every line, or DuckDB.

import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import type { CorpusSource } from '../edr-corpus.ts';
import { serve, turnOf, type Work } from './serve.ts';
import type { Subject } from './subject.ts';

/** Large chunks: the limit is to be a limit. */
const CHUNK_BYTES = 1_024 * 1_024;
const READ_BYTES = 256 * 1_024;
const NEWLINE = 0x0a;

/** By source the columns that the question needs, and the question: connections to port 445 of other programs than the kernel. */
const QUESTIONS: Readonly<Record<CorpusSource, { columns: string; where: string }>> = {
  'elastic-defend': {
    columns: `{event: 'STRUCT(category VARCHAR[], action VARCHAR)', host: 'STRUCT(id VARCHAR, hostname VARCHAR)',
      process: 'STRUCT(executable VARCHAR, entity_id VARCHAR, code_signature STRUCT(trusted BOOLEAN, subject_name VARCHAR))',
      destination: 'STRUCT(ip VARCHAR, port INTEGER)'}`,
    where: "destination.port = 445 AND process.executable <> 'System'",
  },
  'crowdstrike-fdr': {
    columns:
      "{event_simpleName: 'VARCHAR', aid: 'VARCHAR', RemotePort: 'VARCHAR', RemoteAddressIP4: 'VARCHAR', ContextProcessId: 'VARCHAR'}",
    where: "event_simpleName = 'NetworkConnectIP4' AND RemotePort = '445'",
  },
  sysmon: {
    columns:
      "{EventID: 'INTEGER', Hostname: 'VARCHAR', Image: 'VARCHAR', ProcessGuid: 'VARCHAR', DestinationIp: 'VARCHAR', DestinationPort: 'VARCHAR'}",
    where: "EventID = 3 AND DestinationPort = '445' AND Image <> 'System'",
  },
};

/** Reads a subject from the command line. */
async function workOf(subject: Subject): Promise<Work> {
  switch (subject.kind) {
    case 'gunzip':
    case 'zstd':
      return overFiles(subject.warm, subject.files, (path) => drain(plainOf(path)));
    case 'parse':
      return overFiles(subject.warm, subject.files, parseLines);
    case 'duckdb':
      return await duckdb(subject);
    default:
      throw new TypeError(`${subject.kind} is no peer`);
  }
}

function overFiles(
  warm: readonly string[],
  files: readonly string[],
  read: (path: string) => Promise<number | undefined>,
): Work {
  return {
    warm: (pass) => read(turnOf(warm, pass)),
    run: async () => {
      let records: number | undefined;
      for (const path of files) {
        const found = await read(path);
        if (found !== undefined) records = (records ?? 0) + found;
      }
      return records;
    },
  };
}

function plainOf(path: string): Readable {
  const stored = createReadStream(path, { highWaterMark: READ_BYTES });
  const options = { chunkSize: CHUNK_BYTES };
  return stored.pipe(path.endsWith('.zst') ? createZstdDecompress(options) : createGunzip(options));
}

/** Each chunk's memory is given back, as a scan does it: else the garbage collector would slow this side alone. */
async function drain(stream: Readable): Promise<undefined> {
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a stream of bytes gave something else');
    const { buffer, byteOffset, byteLength } = chunk;
    if (buffer instanceof ArrayBuffer && byteOffset + byteLength === buffer.byteLength) {
      buffer.transfer(0);
    }
  }
}

/** The plain way: each line to text, the text to a value. */
async function parseLines(path: string): Promise<number> {
  let records = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of plainOf(path)) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a stream of bytes gave something else');
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      JSON.parse(bytes.toString('utf8', start, end));
      records++;
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) JSON.parse(rest.toString('utf8'));
  return rest.length > 0 ? records + 1 : records;
}

async function duckdb({
  warm,
  files,
  source,
  threads,
}: Extract<Subject, { kind: 'duckdb' }>): Promise<Work> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  const { columns, where } = QUESTIONS[source];
  const ask = async (paths: readonly string[]) => {
    const list = paths.map((path) => `'${path}'`).join(', ');
    const rows = `read_json([${list}], format = 'newline_delimited', columns = ${columns})`;
    const sql = `SELECT count(*), count(*) FILTER (WHERE ${where}) FROM ${rows}`;
    const [row] = (await connection.runAndReadAll(sql)).getRows();
    return Number(row?.[0]);
  };
  return { warm: (pass) => ask([turnOf(warm, pass)]), run: () => ask(files) };
}

/** Our own parent wrote the argument. */
const subject: Subject = JSON.parse(process.argv[2] ?? '');
await serve(await workOf(subject), { isCold: false });
