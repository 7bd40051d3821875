// LimaCharlie's connections are completed from their start, whichever of the two atoms names the process.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import {
  ATOM,
  lima,
  limaConnections,
  limaStart,
  member,
  OWN_ATOM,
  PARENT_ATOM,
} from '../source/lima-records.ts';
import { scanRecords } from './join-scan.ts';

const READINGS: readonly (readonly [string, JsonObject])[] = [
  ['the parent atom, as in published records', { this: OWN_ATOM, parent: ATOM }],
  ['the event’s own atom, as descriptions have it', { this: ATOM, parent: PARENT_ATOM }],
];

const SMB = [member('192.0.2.9', 445)];

describe('The join of LimaCharlie in one scan', () => {
  for (const [name, atoms] of READINGS) {
    const connection = limaConnections(SMB, { COMMAND_LINE: null }, atoms);

    it(`finds the command line by ${name}`, async () => {
      for (const objects of [[[limaStart(), connection]], [[connection], [limaStart()]]]) {
        const { findings } = await scanRecords(objects);
        assert.equal(findings[0]?.process.commandLine, 'scan.exe /t 192.0.2.0/24');
      }
    });

    it(`takes nothing of the start of the parent by ${name}`, async () => {
      const event = { PROCESS_ID: 5776, COMMAND_LINE: 'cmd.exe', FILE_PATH: 'C:\\cmd.exe' };
      const parent = lima('NEW_PROCESS', event, { this: PARENT_ATOM, parent: '00ff'.repeat(8) });
      const { findings } = await scanRecords([[parent, connection]]);
      assert.equal(findings.length, 1);
      assert.equal(findings[0]?.process.commandLine, undefined);
    });
  }
});
