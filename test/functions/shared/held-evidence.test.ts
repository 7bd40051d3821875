// Evidence that is made when somebody asks is what a scan would have made at once, whatever logged the event.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withEvidence } from '../../../functions/shared/held-evidence.ts';
import { deliveryOfEvidence, packEvidence } from '../../../src/finding/index.ts';
import {
  type CompiledRule,
  isHeld,
  type JsonObject,
  type LogEvent,
  type Match,
} from '../../../src/model/index.ts';
import { createRouting, packHeld } from '../../../src/pipeline/index.ts';
import type { PartialPut } from '../../../src/ports/index.ts';
import { foundIn, partialEntry } from '../../../src/segments/entries.ts';
import { SegmentError } from '../../../src/segments/errors.ts';
import { createRegistry } from '../../../src/source/index.ts';
import { aRule } from '../../finding/builders.ts';
import { EVERY_RECORD } from '../../source/every-record.ts';
import { MORE_RECORDS } from '../../source/more-records.ts';
import { flat } from '../../source/records.ts';

/** Explains a match by values of the event. */
const RULE: CompiledRule = aRule({
  id: 'start',
  explain: (event) =>
    ['Image', 'CommandLine', 'ProcessId'].map((field) => ({
      ...{ selection: 's', field, modifier: '', ruleValue: 'x', holds: true },
      eventValue: event.field(field),
    })),
});
const registry = createRegistry();
const EVALUATION = { registry, routing: createRouting([RULE], new Set(), []) };
const DELIVERY = { object: 's3://logs/a.gz', ordinal: 7, offset: 4_096 };

const eventsOf = (record: JsonObject): readonly LogEvent[] => {
  const reading = registry.read(record);
  return reading.kind === 'events' ? reading.events : [];
};
const matchOf = (event: LogEvent): Match => ({ rule: RULE, event, delivery: DELIVERY });
const START = flat(1, { Image: 'C:\\a.exe', CommandLine: 'a "b"', ProcessId: '4' });

function aPut(evidence: string, rule = RULE.id, source = 'sysmon'): PartialPut {
  const part = { rule, eventId: 'e', timeMs: 5, source, values: [1, 'a'], evidence };
  const group = { tenant: 'acme', correlation: 'c', values: ['g'] };
  return { group, part, keepMs: 60_000, dueMs: 9 };
}

/** As a file gives it back. */
const filed = (put: PartialPut): readonly PartialPut[] => foundIn([partialEntry(put)]).partials;

describe('evidence that is made once it is asked for', () => {
  it('is that of the same match, of every source, through a file and without one', () => {
    let compared = 0;
    for (const [, record] of [...EVERY_RECORD, ...MORE_RECORDS]) {
      for (const event of eventsOf(record)) {
        const made = aPut(packEvidence(matchOf(event)), RULE.id, event.source);
        const held = aPut(packHeld(matchOf(event)) ?? '', RULE.id, event.source);
        assert.deepEqual(filed(held), [held]);
        assert.deepEqual(
          filed(held).map((put) => withEvidence(put, EVALUATION)),
          [made],
        );
        assert.deepEqual(
          filed(made).map((put) => withEvidence(put, EVALUATION)),
          [made],
        );
        compared++;
      }
    }
    assert.ok(compared > 50);
  });

  it('stands in a file as no text: a release that knows none of it refuses the entry instead of keeping it', () => {
    const [event] = eventsOf(START);
    assert.ok(event !== undefined);
    const { text } = partialEntry(aPut(packHeld(matchOf(event)) ?? ''));
    const evidence: unknown = JSON.parse(text)[5];
    assert.deepEqual(evidence, {
      held: DELIVERY,
      category: 'process_creation',
      record: START,
    });
  });

  it('is made at once of an event that others completed, and of a large one', () => {
    const [event] = eventsOf(START);
    assert.ok(event !== undefined);
    assert.notEqual(packHeld(matchOf(event)), undefined);
    const { source, logsource, record } = event;
    const own = { ...aMember(event), source, logsource, record };
    assert.equal(packHeld(matchOf({ ...own, joinedFields: [] })), undefined);
    assert.equal(packHeld(matchOf({ ...own, awaitedFields: ['Image'] })), undefined);
    const [large] = eventsOf(flat(1, { CommandLine: 'a'.repeat(70_000) }));
    assert.ok(large !== undefined);
    assert.equal(packHeld(matchOf(large)), undefined);
  });

  it('is none of an entry that lacks what it is made of: such a file is put aside, as are others that are not ours', () => {
    const broken = [
      { held: DELIVERY },
      { held: null, record: START },
      { held: DELIVERY, record: [] },
      { held: { ...DELIVERY, ordinal: '7' }, record: START },
      { held: { ordinal: 7, offset: 4_096 }, record: START },
    ];
    for (const evidence of broken) {
      const put = aPut(JSON.stringify(evidence));
      assert.throws(() => filed(put), SegmentError, put.part.evidence);
    }
  });

  it('is read by the source that the scan was told of, though another claims the record too', () => {
    const record = { ...START, event: { dataset: 'endpoint.events.process' } };
    assert.equal(registry.read(record).kind, 'ambiguous');
    const reading = createRegistry({ only: 'sysmon' }).read(record);
    assert.equal(reading.kind, 'events');
    for (const event of reading.kind === 'events' ? reading.events : []) {
      const { part } = withEvidence(aPut(packHeld(matchOf(event)) ?? ''), EVALUATION);
      assert.equal(part.evidence, packEvidence(matchOf(event)));
    }
  });

  it('names the place where no source reads the record any more, or the rule is gone', () => {
    const [event] = eventsOf(START);
    assert.ok(event !== undefined);
    const foreign = { held: DELIVERY, category: 'process_creation', record: { nobody: 'knows' } };
    const unread = [aPut(JSON.stringify(foreign)), aPut(packHeld(matchOf(event)) ?? '', 'gone')];
    for (const { part } of unread.map((put) => withEvidence(put, EVALUATION))) {
      assert.equal(isHeld(part.evidence), false);
      assert.deepEqual(deliveryOfEvidence(part.evidence), DELIVERY);
    }
  });
});

/** Members of events are getters: those that are read here, as their own. */
function aMember(event: LogEvent): LogEvent {
  const { eventKind, timeMs, hostKey, entityKey, identity, element, isAttributed } = event;
  return { ...event, eventKind, timeMs, hostKey, entityKey, identity, element, isAttributed };
}
