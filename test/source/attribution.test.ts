// A connection whose program no log names is unattributed.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { type EventSpec, RecordEvent, type RecordView } from '../../src/source/record-event.ts';
import { CONNECTION, elastic, eventOf, evtx } from './records.ts';

const CASES: readonly (readonly [JsonObject, boolean])[] = [
  [{ Image: 'C:\\a.exe', ProcessId: 7 }, true],
  [{ Image: 'C:\\a.exe', ProcessId: null }, true],
  [{ Image: 'System', ProcessId: 4 }, true],
  [{ Image: 'System', ProcessId: null }, true],
  [{ Image: null, ProcessId: 4 }, true],
  [{ Image: '-', ProcessId: '4' }, true],
  [{ Image: null, ProcessId: 7 }, false],
  [{ Image: null, ProcessId: 0 }, false],
  [{ Image: null, ProcessId: null }, false],
  [{ Image: '', ProcessId: 7 }, false],
  [{ Image: '-', ProcessId: 7 }, false],
  [{ Image: '  ', ProcessId: 7 }, false],
  [{ Image: {}, ProcessId: 7 }, false],
  [{ Image: [], ProcessId: 7 }, false],
  [{ Image: 7, ProcessId: 7 }, false],
  [{ Image: '<unknown process>', ProcessId: 4 }, false],
  [{ Image: '<Unknown Process>', ProcessId: 7 }, false],
  [{ Image: '&lt;unknown process&gt;', ProcessId: 7 }, false],
  [{ Image: '&LT;UNKNOWN PROCESS&GT;', ProcessId: 7 }, false],
  [{ Image: '&amp;lt;unknown process&amp;gt;', ProcessId: 7 }, false],
  [{ Image: '&#60;unknown process&#x3E;', ProcessId: 4 }, false],
  [{ Image: 'C:\\<unknown process>', ProcessId: 7 }, true],
];

describe('Attribution', () => {
  for (const [data, isAttributed] of CASES) {
    it(`${JSON.stringify(data)} is ${isAttributed ? 'attributed' : 'unattributed'}`, () => {
      const event = eventOf(evtx(3, { ...CONNECTION, ...data }));
      assert.equal(event.isAttributed, isAttributed);
      assert.deepEqual(event.field('Image'), data['Image']);
    });
  }

  it('is a matter of connections only', () => {
    assert.equal(eventOf(evtx(19, { Operation: 'Created' })).isAttributed, true);
    assert.equal(eventOf(evtx(1, { Image: '<unknown process>' })).isAttributed, true);
  });

  it('holds for Elastic Defend too', () => {
    assert.equal(eventOf(elastic({ process: { pid: 7520 } })).isAttributed, false);
    assert.equal(eventOf(elastic({ process: {} })).isAttributed, false);
    assert.equal(eventOf(elastic({ process: { pid: 4 } })).isAttributed, true);
  });

  it('takes a name without a path for no program: any program may be called System', () => {
    for (const process of [
      { pid: 9, name: 'a.exe' },
      { pid: 9, name: 'System' },
      { executable: '', name: 'a' },
    ]) {
      const event = eventOf(elastic({ process }));
      assert.equal(event.isAttributed, false);
      assert.notEqual(event.field('Image'), process.name);
    }
  });
});

describe('The field Attributed', () => {
  it('says of a connection whether its program is known', () => {
    assert.equal(eventOf(evtx(3, CONNECTION)).field('Attributed'), 'true');
    const unknown = eventOf(evtx(3, { ...CONNECTION, Image: '<unknown process>' }));
    assert.equal(unknown.field('Attributed'), 'false');
  });

  it('is no field of other events, nor one that a log could fill', () => {
    assert.equal(eventOf(evtx(1, { Image: '-' })).field('Attributed'), undefined);
    assert.equal(eventOf(evtx(1, { Attributed: 'false' })).field('Attributed'), undefined);
    const forged = eventOf(evtx(3, { ...CONNECTION, Attributed: 'false' }));
    assert.equal(forged.field('Attributed'), 'true');
  });
});

it('The process of an event is read out of its record once, whatever is asked of it', () => {
  let read = 0;
  const spec: EventSpec<RecordView> = {
    source: 'sysmon',
    fields: new Map(),
    eventKind: () => '3',
    logsource: () => ({ category: 'network_connection' }),
    passThrough: () => undefined,
    timeMs: () => undefined,
    hostKey: () => 'ws-17',
    process: () => {
      read++;
      return { entityId: 'entity', startTime: undefined, pid: 7, image: 'C:\\a.exe' };
    },
    identity: () => undefined,
    transportFields: () => new Set(),
  };
  const event = new RecordEvent(spec, { record: {} });
  assert.deepEqual(
    [event.isAttributed, event.entityKey, event.joinKeys.length],
    [true, 'entity', 1],
  );
  assert.equal(read, 1);
});
