// Items of a decoder → the outcome of a scan with fake sources and rules.

import { DECODER } from '../../src/decode/index.ts';
import { FindingFold } from '../../src/finding/index.ts';
import type {
  CompiledRule,
  DecodeItem,
  DecodeOutcome,
  Finding,
  JsonObject,
  LogEvent,
  RecordBatch,
  Rejection,
} from '../../src/model/index.ts';
import { err, isJsonObject, ok } from '../../src/model/index.ts';
import {
  createRouting,
  type ObjectOutcome,
  type RecordDecoder,
  scanObject,
  type TimeWindow,
} from '../../src/pipeline/index.ts';
import type { Registry, SourceReading } from '../../src/source/index.ts';
import { anEvent } from '../finding/builders.ts';

/** What a test scan is made of. */
export interface ScanParts {
  readonly items: readonly DecodeItem[];
  readonly rules?: readonly CompiledRule[];
  readonly disabledFilters?: readonly string[];
  readonly window?: TimeWindow;
  readonly keep?: (rejection: Rejection) => Promise<void>;
}

/** What came of it. */
export interface Scanned {
  readonly outcome: ObjectOutcome;
  readonly findings: readonly Finding[];
  readonly kept: readonly Rejection[];
}

/** Scans the items as if a decoder had yielded them. */
export async function scanItems(parts: ScanParts): Promise<Scanned> {
  const fold = new FindingFold('acme');
  const kept: Rejection[] = [];
  const keep = parts.keep ?? (async (rejection: Rejection) => void kept.push(rejection));
  const outcome = await scanObject(
    { name: 'a.ndjson', size: undefined, open: () => noBytes() },
    {
      decoder: fakeDecoder(parts.items),
      quarantine: { keep: (_object, rejection) => keep(rejection) },
      evaluation: {
        registry: fakeRegistry,
        routing: createRouting(parts.rules ?? [], new Set(parts.disabledFilters ?? [])),
        window: parts.window ?? {},
        onMatch: (match) => fold.add(match),
      },
    },
  );
  return { outcome, findings: fold.findings(), kept };
}

/** A batch of the texts, one record each. */
export function batchOf(texts: readonly string[], firstOrdinal = 0): DecodeItem {
  const encoded = texts.map((text) => new TextEncoder().encode(text));
  const starts = new Uint32Array(texts.length);
  const ends = new Uint32Array(texts.length);
  let length = 0;
  for (const [index, bytes] of encoded.entries()) {
    starts[index] = length;
    length += bytes.length;
    ends[index] = length;
  }
  const bytes = new Uint8Array(length);
  for (const [index, one] of encoded.entries()) bytes.set(one, starts[index]);
  const batch: RecordBatch = {
    bytes,
    starts,
    ends,
    count: texts.length,
    firstOrdinal,
    baseOffset: 1_000,
    firstLine: 1,
  };
  return { kind: 'batch', batch };
}

/** The decoder's last word. */
export function endOf(records: number, error?: DecodeOutcome['error']): DecodeItem {
  const outcome: DecodeOutcome = {
    compression: 'plain',
    shape: 'ndjson',
    compressedBytes: 10,
    bytes: 20,
    records,
    ...(error === undefined ? {} : { error }),
  };
  return { kind: 'end', outcome };
}

/** A rejection at an ordinal. */
export function rejectionOf(ordinal: number): Rejection {
  return {
    ordinal,
    offset: ordinal * 10,
    line: ordinal + 1,
    code: 'RECORD_NOT_JSON',
    message: 'not JSON',
    bytes: new Uint8Array(),
    isCut: false,
  };
}

async function* noBytes(): AsyncGenerator<Uint8Array> {
  yield* [];
}

function fakeDecoder(items: readonly DecodeItem[]): RecordDecoder {
  return {
    ...DECODER,
    async *decodeObject() {
      yield* items;
    },
    parseRecord(batch, index) {
      const text = new TextDecoder().decode(
        batch.bytes.subarray(batch.starts[index], batch.ends[index]),
      );
      const value: unknown = text.startsWith('{') ? JSON.parse(text) : undefined;
      return isJsonObject(value) ? ok(value) : err(rejectionOf(batch.firstOrdinal + index));
    },
  };
}

/** `kind` of a record says how it is read; `events` lists parts of its events. */
const fakeRegistry: Registry = {
  read(record): SourceReading {
    if (record['kind'] === 'unknown') return { kind: 'unrecognised' };
    if (record['kind'] === 'both') {
      return { kind: 'ambiguous', sources: ['sysmon', 'elastic-defend'] };
    }
    return { kind: 'events', source: 'sysmon', events: eventsOf(record) };
  },
};

function eventsOf(record: JsonObject): readonly LogEvent[] {
  const { id, times, attributed, category } = record;
  const all = Array.isArray(times) ? times : [0];
  return all.map((time, element) =>
    anEvent({
      identity: [String(id), String(element)],
      timeMs: typeof time === 'number' ? time : undefined,
      isAttributed: attributed !== false,
      logsource: {
        category: typeof category === 'string' ? category : 'network_connection',
        product: 'windows',
      },
      record,
      fields: { id },
    }),
  );
}
