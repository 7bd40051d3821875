// Late lines of hostile pieces: of those that the scanner read the ids of, the same are given as where each is searched.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { createLateRoom, linesOf } from '../../src/decode/late-lines.ts';
import { decodeObject } from '../../src/decode/index.ts';
import {
  hashId,
  type LinePicking,
  type LineSpec,
  ordinalOf,
  plainId,
  type RecordBatch,
  type WantedProcesses,
} from '../../src/model/index.ts';
import { sample } from '../support/check.ts';
import { runs } from '../support/runs.ts';
import { piecesOf, sourceOf } from './support.ts';

const SPEC: LineSpec = {
  numbers: ['445'],
  hasEntities: false,
  kinds: {
    places: [{ needle: 'ventID', before: '"E', behind: '"', isKey: true }],
    kinds: new Map([['1', 'late']]),
    others: 'quiet',
  },
  ids: [
    { needle: 'Guid', before: 'Process', behind: '"' },
    { needle: 'TargetP', before: '', behind: 'rocessId"' },
  ],
};
const PICKING: LinePicking = { spec: SPEC, from: 0, to: Number.POSITIVE_INFINITY, gives: 'worth' };

const IDS = ['{AB-1}', 'ab-1', ' {ab-1} ', '77', '{CD-2}', '', 'é', 'x'.repeat(300), '{ab}-1'];
const NAMES = [
  'ProcessGuid',
  'ParentProcessGuid',
  'processGuid',
  'TargetProcessId',
  'XTargetProcessId',
];

const member = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...NAMES),
      fc.constantFrom(':', ' : ', ':\t', ''),
      fc.constantFrom(...IDS),
    )
    .map(([name, colon, id]) => `"${name}"${colon}"${id}"`),
  fc
    .tuple(fc.constantFrom(...NAMES), fc.constantFrom('77', '77.0', '-77', '[77]', 'null', '077'))
    .map(([name, value]) => `"${name}":${value}`),
  fc.constantFrom(
    '"text":"\\"ProcessGuid\\":\\"ab-1\\""',
    '"text":"<Data Name=\'ProcessGuid\'>ab-1<"',
    '"ProcessGuid":"a\\u0062-1"',
    '"a":"ProcessGuid"',
    '"Guid":"ab-1"',
  ),
);
const line = fc
  .array(member, { maxLength: 3 })
  .map((members) => `{"EventID":1,${members.join(',')}}`);
const QUIET = `{"EventID":22}\n`.repeat(700);

async function wantedOf(text: Uint8Array, chunk: number, wanted: WantedProcesses) {
  const room = createLateRoom(2 ** 22);
  const lines = room.lines();
  let known = 0;
  for await (const item of decodeObject(sourceOf(piecesOf(text, chunk)), { pick: () => PICKING })) {
    if (item.kind !== 'late') continue;
    known += item.batch.ids?.filter((id) => id !== 0).length ?? 0;
    lines.add(item.batch);
  }
  const given = [...lines.of(wanted)].map(lineText);
  room.close();
  return { given, known };
}

/** The same of another reading, for them alone. */
async function readAgain(text: Uint8Array, chunk: number, wanted: WantedProcesses) {
  const given: string[] = [];
  const pick = (): LinePicking => ({ ...PICKING, gives: 'late' });
  for await (const item of decodeObject(sourceOf(piecesOf(text, chunk)), { pick })) {
    if (item.kind === 'batch') given.push(...[...linesOf(item.batch, wanted)].map(lineText));
  }
  return given;
}

function lineText(one: RecordBatch): string {
  const bytes = Buffer.from(one.bytes.subarray(one.starts[0], one.ends[0]));
  return `${ordinalOf(one, 0)} ${bytes.toString('latin1')}`;
}

describe('late lines', () => {
  it('of wanted processes are given, whether the scanner read their ids or not', async () => {
    let known = 0;
    let left = 0;
    const texts = fc.array(line, { minLength: 20, maxLength: 40, size: 'max' });
    const wants = fc.subarray(['{AB-1}', '77', 'cd-2', 'nobody', 'É']);
    for (const [lines, ids] of sample(fc.tuple(texts, wants), runs(400))) {
      const plain = ids.map(plainId);
      const wanted = {
        ids: new Set(plain),
        hashes: new Set(plain.map(hashId)),
        places: SPEC.ids ?? [],
      };
      const text = Buffer.from(`${QUIET}${lines.join('\n')}\n`);
      const short = await wantedOf(text, 700, wanted);
      const scanned = await wantedOf(gzipSync(text), 2 ** 20, wanted);
      assert.deepEqual(scanned.given, short.given, JSON.stringify([lines, ids]));
      const again = await readAgain(gzipSync(text), 2 ** 20, wanted);
      assert.deepEqual(again, short.given, JSON.stringify([lines, ids]));
      known += scanned.known;
      left += lines.length - short.given.length;
    }
    assert.ok(Math.min(known, left) > runs(1_000), `${known} ids read, ${left} lines left out`);
  });
});
