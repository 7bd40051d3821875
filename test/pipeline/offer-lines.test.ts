// Lines of events that offer something: those that somebody asks for are given, and of lines that found no room nothing is kept.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fnv1a, type LateLines, type LogEvent, type RecordBatch } from '../../src/model/index.ts';
import { OfferLines } from '../../src/pipeline/offer-lines.ts';
import { fdrStart } from '../source/fdr-records.ts';
import { createRegistry } from '../../src/source/index.ts';

const NO_LINE: RecordBatch = {
  bytes: new Uint8Array(),
  starts: Uint32Array.of(0),
  ends: Uint32Array.of(0),
  count: 1,
  firstOrdinal: 0,
  baseOffset: 0,
  firstLine: 1,
};

/** Room for so many batches; says which numbers were asked for. */
class Lines implements LateLines {
  readonly #room: number;
  count = 0;
  asked: readonly number[] = [];

  constructor(room: number) {
    this.#room = room;
  }

  get isWhole(): boolean {
    return this.count <= this.#room;
  }

  add(): void {
    this.count++;
  }

  of(): Iterable<RecordBatch> {
    return [];
  }

  where(isWanted: (number: number) => boolean): Iterable<RecordBatch> {
    this.asked = [0, 1, 2, 3].filter(isWanted);
    return [];
  }

  clear(): void {
    this.count = 0;
  }
}

/** The events of a start of that process, and the hash of what it offers under. */
function aStart(id: string): { readonly events: readonly LogEvent[]; readonly hash: number } {
  const reading = createRegistry().read({ ...fdrStart(), TargetProcessId: id });
  const events = reading.kind === 'events' ? reading.events : [];
  return { events, hash: fnv1a(events[0]?.joinOffer?.key ?? '') };
}

it('gives the lines under whose keys somebody waits, by their number among those that were kept', () => {
  const lines = new Lines(9);
  const offering = new OfferLines(lines);
  const starts = ['11', '12', '11'].map(aStart);
  for (const { events } of starts) {
    assert.equal(offering.see(events), true);
    assert.equal(offering.see([]), false);
    offering.keep(NO_LINE);
  }
  offering.of(new Set([aStart('11').hash]));
  assert.deepEqual(lines.asked, [0, 2]);
});

it('forgets whose lines they were once they find no room', () => {
  const lines = new Lines(1);
  const offering = new OfferLines(lines);
  const { events, hash } = aStart('11');
  for (const isTaken of [true, true, false]) {
    assert.equal(offering.see(events), isTaken);
    offering.keep(NO_LINE);
  }
  assert.equal(offering.isWhole, false);
  offering.of(new Set([hash]));
  assert.deepEqual(lines.asked, []);
});
