// What CrowdStrike's events offer to the join, what they ask for, and who they are.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { PROCESS_FIELDS } from '../../src/source/join.ts';
import { AID, FALCON_PID, fdr, fdrConnection, fdrHost, fdrStart, SHA256 } from './fdr-records.ts';
import { eventOf } from './records.ts';

const PROCESS = JSON.stringify(['process', AID, FALCON_PID]);
const HOST = JSON.stringify(['host', AID]);
const THIRD_PARTY = '787456';

describe('The join of CrowdStrike', () => {
  it('finds by ContextProcessId the start that has it as TargetProcessId', () => {
    assert.deepEqual(eventOf(fdrStart()).joinOffer, { key: PROCESS, fields: PROCESS_FIELDS });
    assert.deepEqual(eventOf(fdrConnection()).joinKeys, [PROCESS, HOST]);
    assert.equal(eventOf(fdrConnection()).joinOffer, undefined);
  });

  it('is offered a process that ran before the sensor did, as if it had started', () => {
    const offer = eventOf(fdrStart({}, 'SyntheticProcessRollup2')).joinOffer;
    assert.deepEqual(offer, { key: PROCESS, fields: PROCESS_FIELDS });
  });

  it('takes the end of a process for an event of it', () => {
    const end = fdr('EndOfProcess', { TargetProcessId: FALCON_PID, ContextProcessId: '7' });
    assert.deepEqual(eventOf(end).joinKeys, [PROCESS, HOST]);
    assert.equal(eventOf(end).joinOffer, undefined);
  });

  for (const ContextProcessId of ['0', '', '-', null, {}, [], '00']) {
    it(`asks for no start of process ${JSON.stringify(ContextProcessId)}`, () => {
      const event = eventOf(fdrConnection({ ContextProcessId }));
      assert.deepEqual(event.joinKeys, [HOST]);
      assert.equal(event.entityKey, undefined);
    });
  }

  it('is offered the name of a host by the inventory alone', () => {
    const host = eventOf(fdrHost());
    assert.deepEqual(host.joinOffer, { key: HOST, fields: ['Computer'] });
    assert.equal(host.field('Computer'), 'WS-17');
    assert.deepEqual(host.joinKeys, []);
    assert.equal(host.eventKind, 'aidmaster');
    assert.equal(host.logsource.category, undefined);
    assert.equal(host.isAttributed, true);
  });

  it('is not asked for the name of a host that the event names', () => {
    const event = eventOf(fdrConnection({ ComputerName: 'WS-17' }));
    assert.deepEqual(event.joinKeys, [PROCESS]);
    assert.equal(event.field('Computer'), 'WS-17');
  });

  const module = (data: JsonObject) => eventOf(fdr('ModuleSummaryInfoEvent', data));

  it('looks no signer up: connections have no hash to ask by', () => {
    assert.deepEqual(eventOf(fdrStart({ SignInfoFlags: THIRD_PARTY })).joinKeys, [HOST]);
    const event = module({ SubjectDN: 'CN=Example Ltd', SHA256HashData: SHA256 });
    assert.equal(event.joinOffer, undefined);
  });

  it('reads the signer from the summary of a module', () => {
    const subject = 'C=US, O="Example, Ltd", CN=Example Ltd';
    assert.equal(module({ SubjectDN: subject }).field('Signature'), 'Example Ltd');
    for (const SubjectDN of [null, '', 'O=Example Ltd', 'CN=a, CN=b', 'CN=', {}]) {
      assert.equal(module({ SubjectDN }).field('Signature'), undefined);
    }
  });
});

describe('Attribution of CrowdStrike', () => {
  it('needs the join: neither image nor pid stands on a connection', () => {
    assert.equal(eventOf(fdrConnection()).isAttributed, false);
  });

  it('knows the kernel by its start', () => {
    const system = fdrStart({ ImageFileName: 'System', RawProcessId: '4', CommandLine: '' });
    const event = eventOf(system);
    assert.equal(event.field('Image'), 'System');
    assert.equal(event.field('ProcessId'), '4');
    assert.ok(event.joinOffer?.fields.includes('ProcessId'));
  });
});

describe('Identity of CrowdStrike', () => {
  const ID = '3e5f0a52-1111-4a62-9c1f-0a0b0c0d0e0f';
  it('is sensor, event id, kind and time of receipt', () => {
    const identity = [AID, ID, 'NetworkConnectIP4', '1795169702942'];
    assert.deepEqual(eventOf(fdrConnection()).identity, identity);
  });

  for (const id of [null, '', {}, []]) {
    it(`is the content where the id is ${JSON.stringify(id)}`, () => {
      assert.equal(eventOf(fdrConnection({ id })).identity, undefined);
    });
  }

  it('needs a sensor', () => {
    const event = eventOf(fdrConnection({ aid: '' }));
    assert.equal(event.identity, undefined);
    assert.equal(event.hostKey, '-');
    assert.deepEqual(event.joinKeys, []);
    assert.equal(event.field('Computer'), undefined);
  });
});
