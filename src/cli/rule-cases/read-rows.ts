// A case file, plain or compressed → the result of every line, streamed.

import { fileObject } from '../../adapters/local/index.ts';
import { decodeObject, parseRecord } from '../../decode/index.ts';
import { err, type RecordBatch } from '../../model/index.ts';
import type { Placeholders } from '../../sigma/index.ts';
import { EnvironmentError } from '../errors.ts';
import { faultyRow, judgeRow, type RowResult } from './judge-row.ts';
import { judgeSequence } from './judge-sequence.ts';
import { parseRow } from './row.ts';

const LF = 0x0a;

/** A file of cases, and values of placeholders for all of them. */
export interface CaseFile {
  readonly path: string;
  readonly placeholders: Placeholders;
}

/** Judges the cases of a file in order. Throws {@link EnvironmentError} where the file ends before its end. */
export async function* judgeFile({ path, placeholders }: CaseFile): AsyncGenerator<RowResult> {
  const object = fileObject(path, undefined, new AbortController().signal);
  for await (const item of decodeObject(object.open())) {
    if (item.kind === 'end') {
      if (item.outcome.error === undefined) return;
      const { code, message } = item.outcome.error;
      throw new EnvironmentError(`${path}: ${code}: ${message}`);
    }
    if (item.kind === 'rejected') {
      yield faultyRow({ file: path, line: item.rejection.line }, item.rejection.message);
      continue;
    }
    if (item.kind === 'batch') yield* judgeBatch(item.batch, { path, placeholders });
  }
}

async function* judgeBatch(
  batch: RecordBatch,
  { path, placeholders }: CaseFile,
): AsyncGenerator<RowResult> {
  let line = batch.firstLine;
  let counted = 0;
  for (let index = 0; index < batch.count; index++) {
    const start = batch.starts[index] ?? 0;
    for (; counted < start; counted++) if (batch.bytes[counted] === LF) line++;
    const place = { file: path, line };
    const record = parseRecord(batch, index);
    const row = record.ok ? parseRow(record.value) : err(record.error.message);
    if (!row.ok) yield faultyRow(place, row.error);
    else if ('steps' in row.value) yield await judgeSequence(row.value, place, placeholders);
    else yield judgeRow(row.value, place, placeholders);
  }
}
