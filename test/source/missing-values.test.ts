// A value that is missing, null or of the wrong type is evidence of nothing: it must not make a record more suspicious.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type LogEvent,
} from '../../src/model/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { fdrConnection, fdrStart, inEnvelope } from './fdr-records.ts';
import { lima, limaConnections, limaStart, member } from './lima-records.ts';

const INBOUND = member('192.0.2.17', 445, { IS_OUTGOING: 0 });

const INBOUND_RECORDS: readonly JsonObject[] = [
  fdrConnection({ ConnectionDirection: '1' }),
  inEnvelope(fdrConnection({ ConnectionDirection: '1' })),
  fdrConnection({}, 'NetworkReceiveAcceptIP4'),
  limaConnections([INBOUND]),
  lima('NEW_TCP4_CONNECTION', { ...INBOUND, IS_OUTGOING: null }, { int_ip: '203.0.113.9' }),
];

const SIGNED_RECORDS: readonly JsonObject[] = [
  fdrStart({ SignInfoFlags: '8683538' }),
  inEnvelope(fdrStart({ SignInfoFlags: '787456' })),
  limaStart({ FILE_IS_SIGNED: 1, SIGNATURE: { FILE_CERT_IS_VERIFIED_LOCAL: 1 } }),
];

const UNSIGNED_RECORDS: readonly JsonObject[] = [
  fdrStart(),
  inEnvelope(fdrStart()),
  limaStart({ FILE_IS_SIGNED: 0, SIGNATURE: {} }),
];

const WRONG: readonly JsonValue[] = [null, '', '-', {}, [], 'x'];

/** The record with each of its values in turn left out, and then replaced by each of the wrong ones. */
function spoiled(record: JsonObject): readonly JsonObject[] {
  return Object.entries(record).flatMap(([key, value]) => {
    const { [key]: _, ...rest } = record;
    return [
      rest,
      ...[...WRONG, ...spoiledInside(value)].map((next) => ({ ...record, [key]: next })),
    ];
  });
}

/** The value with a wrong one somewhere inside; none for a scalar. */
function spoiledInside(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) {
    return value.filter(isJsonObject).flatMap((member) => spoiled(member).map((inner) => [inner]));
  }
  return isJsonObject(value) ? spoiled(value) : [];
}

function eventsOfSpoiled(records: readonly JsonObject[]): readonly LogEvent[] {
  const registry = createRegistry();
  const events = records.flatMap((record) =>
    spoiled(record).flatMap((changed) => {
      const reading = registry.read(changed);
      return reading.kind === 'events' ? reading.events : [];
    }),
  );
  assert.ok(events.length > 200);
  return events;
}

describe('A value that is missing or wrong', () => {
  it('makes no inbound connection one that this host opened', () => {
    for (const event of eventsOfSpoiled(INBOUND_RECORDS)) {
      assert.notEqual(event.field('Initiated'), 'true', JSON.stringify(event.record));
    }
  });

  it('makes no signed program an unsigned one, nor its signature invalid', () => {
    for (const event of eventsOfSpoiled(SIGNED_RECORDS)) {
      const status = event.field('SignatureStatus');
      assert.ok(status === 'Valid' || status === 'Unavailable', JSON.stringify(event.record));
    }
  });

  it('makes no unsigned program a signed one, and names it no signer', () => {
    for (const event of eventsOfSpoiled(UNSIGNED_RECORDS)) {
      assert.notEqual(event.field('SignatureStatus'), 'Valid');
      assert.equal(event.field('Signature'), undefined);
    }
  });
});
