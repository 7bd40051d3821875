// A start and a connection of one process have one host key, one process key and one join key, in every source.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import {
  cortexConnection,
  cortexStart,
  harfangLabConnection,
  harfangLabStart,
  ocsf,
  ocsfLaunch,
} from './agent-records.ts';
import { carbonBlack, carbonBlackStart } from './carbon-black-records.ts';
import { fdrConnection, fdrStart, inEnvelope } from './fdr-records.ts';
import { ATOM, limaConnections, limaStart, member, PARENT_ATOM } from './lima-records.ts';
import { CONNECTION, defender, elastic, elasticOf, eventOf, flat, sentinel } from './records.ts';

const SMB = [member('192.0.2.9', 445)];
const PROGRAM = { Image: 'C:\\Users\\al\\scan.exe', ProcessId: '7520' };
const DEFENDER_START = {
  ActionType: 'ProcessCreated',
  ProcessId: 7520,
  ProcessUniqueId: '151',
  ProcessCreationTime: '2026-11-20T10:15:01.016Z',
  FolderPath: 'C:\\Users\\al\\scan.exe',
};
const SENTINEL_START = { 'event.type': 'Process Creation', 'tgt.process.uid': '60B6' };

const PAIRS: readonly (readonly [string, JsonObject, JsonObject])[] = [
  [
    'Sysmon',
    flat(1, { ...PROGRAM, ProcessGuid: CONNECTION['ProcessGuid'] ?? null }),
    flat(3, CONNECTION),
  ],
  ['Elastic Defend', elasticOf('process', { action: 'start' }), elastic()],
  ['CrowdStrike', fdrStart(), fdrConnection()],
  ['CrowdStrike, one in an envelope', inEnvelope(fdrStart()), fdrConnection()],
  ['LimaCharlie by the parent atom', limaStart(), limaConnections(SMB)],
  [
    'LimaCharlie by the own atom',
    limaStart(),
    limaConnections(SMB, {}, { this: ATOM, parent: PARENT_ATOM }),
  ],
  [
    'Microsoft Defender',
    defender('DeviceProcessEvents', DEFENDER_START),
    defender('DeviceNetworkEvents'),
  ],
  [
    'Microsoft Defender without unique ids',
    defender('DeviceProcessEvents', { ...DEFENDER_START, ProcessUniqueId: null }),
    defender('DeviceNetworkEvents', { InitiatingProcessUniqueId: null }),
  ],
  ['SentinelOne', sentinel(SENTINEL_START), sentinel()],
  ['Carbon Black Cloud', carbonBlackStart(), carbonBlack()],
  ['HarfangLab', harfangLabStart(), harfangLabConnection()],
  ['Cortex XDR', cortexStart(), cortexConnection()],
  ['OCSF', ocsfLaunch(), ocsf()],
];

describe('A start and a connection of one process', () => {
  for (const [name, startRecord, connectionRecord] of PAIRS) {
    const [start, connection] = [eventOf(startRecord), eventOf(connectionRecord)];

    it(`are known for such in ${name}`, () => {
      assert.equal(start.logsource.category, 'process_creation');
      assert.equal(connection.logsource.category, 'network_connection');
      assert.equal(start.hostKey, connection.hostKey);
      assert.notEqual(start.hostKey, '-');
      assert.equal(start.entityKey, connection.entityKey);
      assert.notEqual(start.entityKey, undefined);
      assert.ok(connection.joinKeys.includes(start.joinOffer?.key ?? ''));
    });

    it(`are in order in ${name}`, () => {
      assert.ok((start.timeMs ?? Number.NaN) <= (connection.timeMs ?? Number.NaN));
    });
  }
});
