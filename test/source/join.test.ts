// What events offer to the join, and under which keys they ask for it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { CONNECTION, ENTITY, elastic, eventOf, flat, GUID } from './records.ts';

const KEY = JSON.stringify(['process', 'ws-17.example.com', ENTITY]);
const IMAGE = 'C:\\Users\\al\\scan.exe';

function sysmon(eventId: number, data: JsonObject) {
  return eventOf(flat(eventId, { ProcessGuid: GUID, ProcessId: '7520', Image: IMAGE, ...data }));
}

describe('The join', () => {
  it('finds the start of a process under the key that its connection asks for', () => {
    const offer = sysmon(1, { CommandLine: 'scan.exe /t' }).joinOffer;
    assert.equal(offer?.key, KEY);
    assert.ok(offer.fields.includes('CommandLine'));
    assert.deepEqual(eventOf(flat(3, CONNECTION)).joinKeys, [KEY]);
  });

  it('asks for no start of the process that starts', () => {
    assert.deepEqual(sysmon(1, {}).joinKeys, []);
  });

  it('is offered nothing by a connection', () => {
    assert.equal(eventOf(flat(3, CONNECTION)).joinOffer, undefined);
  });

  it('is offered the signature where a process loads its own image', () => {
    const offer = sysmon(7, {
      ImageLoaded: IMAGE.toUpperCase(),
      SignatureStatus: 'Valid',
    }).joinOffer;
    assert.deepEqual(offer, { key: KEY, fields: ['Signed', 'Signature', 'SignatureStatus'] });
  });

  it('is not offered the signature of another image that the process loads', () => {
    assert.equal(sysmon(7, { ImageLoaded: 'C:\\Windows\\x.dll' }).joinOffer, undefined);
    assert.equal(sysmon(7, {}).joinOffer, undefined);
  });

  it('takes an all-zero entity id for none, and a pid alone for no process instance', () => {
    const zero = { ...CONNECTION, ProcessGuid: '{00000000-0000-0000-0000-000000000000}' };
    assert.deepEqual(eventOf(flat(3, zero)).joinKeys, []);
  });

  it('takes no start for that of a connection where the log names no host', () => {
    const hostless = { Hostname: null };
    const data = { ...CONNECTION, CommandLine: 'a' };
    assert.deepEqual(eventOf(flat(3, CONNECTION, hostless)).joinKeys, []);
    assert.equal(eventOf(flat(1, data, hostless)).joinOffer, undefined);
  });

  it('takes pid and start time together for a process instance', () => {
    const start = '2026-11-20T10:15:01.016Z';
    const event = eventOf(elastic({ process: { pid: 7520, start } }));
    assert.deepEqual(event.joinKeys, [JSON.stringify(['process', '51b1', `pid:7520@${start}`])]);
  });
});
