// What every quarantine must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Rejection } from '../../src/model/index.ts';
import type { QuarantineFiles } from '../../src/ports/index.ts';
import {
  bytesOf,
  MAX_KEPT_RECORDS,
  parseQuarantineLine,
  type QuarantineEntry,
} from '../../src/quarantine/index.ts';

/** A quarantine in which nothing is kept yet, and a way to see what it holds: name → text. */
export interface OpenedQuarantine {
  /** A quarantine over the same place; each has a scan of its own. */
  quarantine(): QuarantineFiles;
  holds(): Promise<Readonly<Record<string, string>>>;
}

/** A record that could not be read. */
export function rejected(ordinal: number, parts: Partial<Rejection> = {}): Rejection {
  return {
    ordinal,
    offset: ordinal * 10,
    line: ordinal + 1,
    code: 'RECORD_NOT_JSON',
    message: 'unexpected end',
    bytes: Buffer.from('{"a":'),
    isCut: false,
    ...parts,
  };
}

function entriesOf(text: string | undefined): readonly QuarantineEntry[] {
  const lines = (text ?? '').trimEnd().split('\n');
  return lines.map((line) => {
    const parsed = parseQuarantineLine(line);
    if (!parsed.ok) throw new TypeError(parsed.error);
    return parsed.value;
  });
}

/** Registers the suite. */
export function describeQuarantineFiles(
  name: string,
  open: (t: TestContext) => Promise<OpenedQuarantine>,
): void {
  const keepAll = async (
    { quarantine, holds }: OpenedQuarantine,
    object: string,
    rejections: readonly Rejection[],
  ) => {
    const files = quarantine();
    for (const rejection of rejections) await files.keep(object, rejection);
    await files.close();
    return Object.values(await holds());
  };

  describe(`${name}, as a quarantine`, () => {
    it('keeps the hops of an object apart, each again by the same file, none by that of another object', async (t) => {
      const opened = await open(t);
      for (const [object, from] of [
        ['a', undefined],
        ['a', 7],
        ['a@7', undefined],
        ['a', 7],
      ] as const) {
        const files = opened.quarantine();
        await files.keep(object, rejected(from ?? 0), from);
        await files.close();
      }
      const texts = Object.values(await opened.holds());
      assert.deepEqual(
        texts.map((text) => entriesOf(text).length),
        [2, 2, 2],
      );
      const objects = texts.flatMap((text) => entriesOf(text).map((entry) => entry.object));
      assert.deepEqual(objects.toSorted(), ['a', 'a', 'a', 'a', 'a@7', 'a@7']);
    });

    it('keeps a record with its place and text, and closes with the count', async (t) => {
      const [text, ...others] = await keepAll(await open(t), 'logs/a.gz', [rejected(3)]);
      assert.deepEqual(others, []);
      const place = { ordinal: 3, offset: 30, line: 4 };
      const object = 'logs/a.gz';
      const code = 'RECORD_NOT_JSON';
      assert.deepEqual(entriesOf(text), [
        {
          kind: 'record',
          object,
          ...place,
          code,
          message: 'unexpected end',
          isCut: false,
          text: '{"a":',
        },
        {
          kind: 'summary',
          object,
          rejected: 1,
          kept: 1,
          notKept: 0,
          perCode: { [code]: 1 },
          last: place,
        },
      ]);
    });

    it('keeps every byte, also of what is no text', async (t) => {
      const bytes = Uint8Array.from([0x7b, 0xff, 0xfe, 0x00, 0x0a]);
      const [text] = await keepAll(await open(t), 'a', [rejected(0, { bytes })]);
      const [record] = entriesOf(text);
      assert.ok(record?.kind === 'record');
      assert.deepEqual(new Uint8Array(bytesOf(record)), bytes);
    });

    it('beyond the cap keeps pointers to runs, and the exact count', async (t) => {
      const kept = Array.from({ length: MAX_KEPT_RECORDS }, (_, ordinal) => rejected(ordinal));
      const beyond = [2_000, 2_001, 2_002, 2_005].map((ordinal) => rejected(ordinal));
      const deep = rejected(2_006, { code: 'RECORD_TOO_DEEP' });
      const [text] = await keepAll(await open(t), 'a', [...kept, ...beyond, deep]);
      const entries = entriesOf(text).slice(MAX_KEPT_RECORDS);
      const pointers = entries.filter(({ kind }) => kind === 'pointers');
      assert.deepEqual(
        pointers.map(
          (each) =>
            each.kind === 'pointers' && [
              each.code,
              each.count,
              each.first.ordinal,
              each.last.ordinal,
            ],
        ),
        [
          ['RECORD_NOT_JSON', 3, 2_000, 2_002],
          ['RECORD_NOT_JSON', 1, 2_005, 2_005],
          ['RECORD_TOO_DEEP', 1, 2_006, 2_006],
        ],
      );
      const summary = entries.at(-1);
      assert.ok(summary?.kind === 'summary');
      assert.deepEqual([summary.rejected, summary.kept, summary.notKept], [1_005, 1_000, 5]);
      assert.deepEqual(summary.perCode, { RECORD_NOT_JSON: 1_004, RECORD_TOO_DEEP: 1 });
    });

    it('writes the same file when the object is delivered again', async (t) => {
      const opened = await open(t);
      const rejections = [rejected(1), rejected(5, { bytes: Buffer.from('x') })];
      const first = await keepAll(opened, 's3://logs/a', rejections);
      const names = Object.keys(await opened.holds());
      assert.deepEqual(await keepAll(opened, 's3://logs/a', rejections), first);
      assert.deepEqual(Object.keys(await opened.holds()), names);
    });

    it('has a file for each object, whatever it is called', async (t) => {
      const opened = await open(t);
      const long = 'x'.repeat(1_000);
      const names = [
        'a',
        'b/a',
        '../../a',
        '..',
        's3://bucket/a',
        `1${long}`,
        `2${long}`,
        '\ud800',
        '\udbff',
        'a\n',
        '',
      ];
      const files = opened.quarantine();
      for (const object of names) await files.keep(object, rejected(0));
      await files.close();
      const kept = Object.keys(await opened.holds());
      assert.equal(kept.length, names.length);
      assert.ok(
        kept.every(
          (each) => /^[^.][\w%.~!'()*-]*\.rejected\.ndjson$/.test(each) && each.length < 255,
        ),
      );
    });

    it('makes no file where nothing was rejected', async (t) => {
      assert.deepEqual(await keepAll(await open(t), 'a', []), []);
    });
  });
}
