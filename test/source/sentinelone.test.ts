// SentinelOne's events in Sigma's words.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { listSources } from '../../src/source/index.ts';
import { eventOf, sentinel } from './records.ts';

const START = {
  'event.type': 'Process Creation',
  'tgt.process.uid': '60B6',
  'tgt.process.pid': 7520,
};

describe('SentinelOne', () => {
  for (const [type, category] of [
    ['Process Creation', 'process_creation'],
    ['IP Connect', 'network_connection'],
    ['IP Listen', undefined],
    ['DNS Resolved', 'dns_query'],
    ['DNS Unresolved', 'dns_query'],
    ['File Creation', 'file_event'],
    ['File Modification', 'file_event'],
    ['File Deletion', 'file_delete'],
    ['File Rename', 'file_rename'],
    ['Registry Key Create', 'registry_add'],
    ['Registry Key Delete', 'registry_delete'],
    ['Registry Value Delete', 'registry_delete'],
    ['Registry Key Rename', 'registry_rename'],
    ['Registry Value Create', 'registry_set'],
    ['Registry Value Modified', 'registry_set'],
    ['Module Load', 'image_load'],
    ['Driver Load', 'driver_load'],
    ['constructor', undefined],
  ] as const) {
    it(`${type} is ${category ?? 'of no category'}`, () => {
      const event = eventOf(sentinel({ 'event.type': type }));
      assert.equal(event.logsource.category, category);
      assert.equal(event.eventKind, type.toLowerCase());
    });
  }

  for (const type of [
    ...['IP Connect', 'Process Creation', 'File Creation', 'File Rename', 'DNS Resolved'],
    ...['Registry Value Create', 'Module Load', 'Driver Load'],
  ]) {
    it(`reads ${type} alike where its name comes without blanks, as public recordings have it`, () => {
      const [source] = listSources({ only: 'sentinelone' });
      const files = { 'tgt.file.sha1': 'bb'.repeat(20), 'module.sha1': 'cc'.repeat(20) };
      const [spaced, unspaced] = [type, type.replaceAll(' ', '')].map((name) =>
        eventOf(sentinel({ ...START, ...files, 'event.type': name })),
      );
      assert.deepEqual(unspaced?.logsource, spaced?.logsource);
      assert.equal(unspaced?.entityKey, spaced?.entityKey);
      assert.equal(unspaced?.eventKind, type.replaceAll(' ', '').toLowerCase());
      for (const { field } of [
        ...(source?.derived ?? []),
        ...(source?.tables ?? []).flatMap(({ rows }) => rows),
      ]) {
        assert.deepEqual(unspaced?.field(field), spaced?.field(field), field);
      }
    });
  }

  it('reads every row of its tables', () => {
    const [source] = listSources({ only: 'sentinelone' });
    const forms: readonly JsonObject[] = [START, { ...START, 'osSrc.process.uid': 'AA' }, {}];
    for (const [index, table] of (source?.tables ?? []).entries()) {
      for (const { field, paths } of table.rows) {
        const event = eventOf(sentinel({ ...forms[index], [paths[0] ?? '']: 'x-1' }));
        assert.equal(event.field(field), 'x-1', `${table.form} ${field}`);
      }
    }
  });

  it('takes dst for the side connected to, also of an incoming connection', () => {
    const event = eventOf(sentinel({ 'event.network.direction': 'INCOMING' }));
    const fields = ['SourceIp', 'SourcePort', 'DestinationIp', 'DestinationPort', 'Initiated'];
    assert.deepEqual(
      fields.map((field) => event.field(field)),
      ['192.0.2.17', 58192, '192.0.2.9', 445, 'false'],
    );
    assert.equal(eventOf(sentinel()).field('Initiated'), 'true');
  });

  for (const [signed, verified, reason, status] of [
    ['signed', 'verified', null, 'Valid'],
    ['signed', 'unverified', null, 'Invalid'],
    ['signed', 'verified', 'expired', 'Invalid'],
    ['signed', null, null, 'Unavailable'],
    ['unsigned', 'verified', null, 'Unsigned'],
    [null, 'verified', null, 'Unavailable'],
  ] as const) {
    it(`${signed} and ${verified} with reason ${reason} is ${status}`, () => {
      const more = {
        'src.process.signedStatus': signed,
        'src.process.verifiedStatus': verified,
        'src.process.reasonSignatureInvalid': reason,
        'src.process.publisher': 'EXAMPLE LTD',
      };
      const event = eventOf(sentinel(more));
      assert.equal(event.field('SignatureStatus'), status);
      assert.equal(event.field('Signature'), status === 'Unsigned' ? undefined : 'EXAMPLE LTD');
      const load = eventOf(sentinel({ ...more, 'event.type': 'Module Load' }));
      assert.equal(load.field('SignatureStatus'), 'Unavailable');
    });
  }

  it('finds a connection’s start by agent and uid', () => {
    const start = eventOf(sentinel(START));
    assert.deepEqual(eventOf(sentinel()).joinKeys, [start.joinOffer?.key]);
  });

  it('reads nested records as it reads flat ones', () => {
    const nested = {
      event: { type: 'IP Connect', time: 1795169702118, id: '01H_1' },
      agent: { uuid: '9a25' },
      endpoint: { os: 'windows' },
      src: { process: { uid: '60B6', image: { path: 'C:\\a.exe' } } },
    };
    const event = eventOf(nested);
    assert.equal(event.field('Image'), 'C:\\a.exe');
    assert.deepEqual([event.timeMs, event.entityKey], [1795169702118, '60B6']);
    assert.deepEqual(event.identity, ['9a25', '01H_1']);
    assert.deepEqual(event.logsource, { product: 'windows', category: 'network_connection' });
  });
});
