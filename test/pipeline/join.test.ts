// A connection is completed by what other events say of its process: whichever comes first, in whichever object.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Finding, JsonObject } from '../../src/model/index.ts';
import { CONNECTION, flat, GUID } from '../source/records.ts';
import { scanListed, scanRecords } from './join-scan.ts';
import { runs } from '../support/runs.ts';

const SCAN = 'C:\\Users\\al\\scan.exe';
const POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const LOLBIN = '396b47f5-e279-4aee-8551-5afbf63dc1fe';
const UNTRUSTED = 'a1874aa0-0b00-4515-ad76-0779bfb72335';
const DEFENDER_SCRIPT =
  '"powershell.exe" -ExecutionPolicy AllSigned -NoProfile -Command "& \'C:\\ProgramData\\Microsoft\\Windows Defender Advanced Threat Protection\\Downloads\\PSScript_{0}.ps1\'"';

function connection(data: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return flat(3, { ...CONNECTION, Image: SCAN, ...data }, more);
}

/** Two hours before the connection: none of the sequence rule's business. */
function start(data: JsonObject = {}, more: JsonObject = {}): JsonObject {
  const process = { ProcessGuid: GUID, ProcessId: '7520', Image: SCAN };
  const said = { CommandLine: 'scan.exe /t', OriginalFileName: 'scan.exe' };
  const TimeCreated = '2026-11-20T08:15:02.118Z';
  return flat(1, { ...process, ...said, ...data }, { TimeCreated, ...more });
}

/** The process loads its own image, signed. */
function ownImage(data: JsonObject = {}): JsonObject {
  const process = { ProcessGuid: GUID, ProcessId: '7520', Image: SCAN, ImageLoaded: SCAN };
  const signature = { Signed: 'true', Signature: 'Example Backup Ltd', SignatureStatus: 'Valid' };
  return flat(7, { ...process, ...signature, ...data });
}

function cores(findings: readonly Finding[]) {
  return findings.map(({ delivery: _delivery, ...core }) => core);
}

function ruleIds(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule }) => rule.id).sort();
}

describe('The join in one scan', () => {
  it('completes a connection from its start, before or after it, in the same object or another', async () => {
    const orders = [
      [[start(), connection()]],
      [[connection(), start()]],
      [[connection()], [start()]],
      [[start()], [connection()]],
    ];
    for (const objects of orders) {
      const { findings, counts } = await scanRecords(objects);
      assert.deepEqual(ruleIds(findings), [UNTRUSTED]);
      assert.equal(findings[0]?.process.commandLine, 'scan.exe /t');
      assert.deepEqual(findings[0]?.joined, ['CommandLine', 'OriginalFileName']);
      assert.deepEqual([counts.joinCandidates, counts.joined], [1, 1]);
    }
  });

  it('keeps the id that the finding has without its start', async () => {
    const alone = await scanRecords([[connection()]]);
    const joined = await scanRecords([[connection(), start()]]);
    assert.equal(alone.findings[0]?.id, joined.findings[0]?.id);
    assert.equal(alone.findings[0]?.joined, undefined);
  });

  it('finds a renamed copy of a LOLBin by its original name', async () => {
    const renamed = start({ OriginalFileName: 'PowerShell.EXE' });
    assert.ok(!ruleIds((await scanRecords([[connection()]])).findings).includes(LOLBIN));
    assert.ok(ruleIds((await scanRecords([[connection(), renamed]])).findings).includes(LOLBIN));
  });

  it('takes the signature from the load of its own image as one, and a third party is let off', async () => {
    const { findings, counts } = await scanRecords([[connection(), start(), ownImage()]]);
    assert.deepEqual(findings, []);
    assert.equal(Object.values(counts.suppressedPerFilter).length, 1);
    const { findings: unsigned } = await scanRecords([
      [connection(), ownImage({ Signed: 'false', Signature: '-', SignatureStatus: 'Unsigned' })],
    ]);
    assert.equal(unsigned[0]?.process.signatureStatus, 'Unsigned');
    assert.equal(unsigned[0]?.process.signature, undefined);
  });

  it('names the program of a connection whose own log does not', async () => {
    const unknown = connection({ Image: '<unknown process>' });
    const alone = await scanRecords([[unknown]]);
    assert.deepEqual([alone.findings.length, alone.counts.unattributed], [0, 1]);
    const joined = await scanRecords([[unknown, start()]]);
    assert.deepEqual([joined.findings.length, joined.counts.unattributed], [1, 0]);
    assert.equal(joined.findings[0]?.process.image, SCAN);
  });

  it('stays silent where the start says System', async () => {
    const unknown = connection({ Image: '<unknown process>', ProcessId: null });
    const system = start({ Image: 'System', ProcessId: '4', OriginalFileName: '-' });
    const { findings, counts } = await scanRecords([[unknown], [system]]);
    assert.deepEqual([findings.length, counts.unattributed], [0, 0]);
  });

  for (const [what, other] of [
    ['another host', start({}, { Hostname: 'ws-18.example.com', Computer: 'ws-18.example.com' })],
    ['the same pid alone', start({ ProcessGuid: '{0197231E-9BE6-6934-5301-000000000C00}' })],
  ] as const) {
    it(`takes nothing from a start of ${what}`, async () => {
      const { counts } = await scanRecords([[connection(), other]]);
      assert.deepEqual([counts.joinCandidates, counts.joined], [1, 0]);
    });
  }

  it('gives the same findings for any order and split, also where records come twice', async () => {
    const other = '{0197231E-9BE6-6934-5301-000000000D00}';
    const records = [
      connection({}, { RecordNumber: 1 }),
      connection({ DestinationIp: '192.0.2.10' }, { RecordNumber: 2 }),
      connection({ Image: POWERSHELL, ProcessGuid: other }, { RecordNumber: 3 }),
      start({}, { RecordNumber: 4 }),
      start({ CommandLine: 'scan.exe /other' }, { RecordNumber: 5 }),
      start({ ProcessGuid: other, Image: POWERSHELL, OriginalFileName: 'PowerShell.EXE' }),
      ownImage({ SignatureStatus: 'Expired' }),
      ownImage({ SignatureStatus: 'Revoked', Signature: 'Example Tools Ltd' }),
    ];
    const expected = cores((await scanRecords([records])).findings);
    assert.equal(expected.length, 2);
    const shuffled = fc.shuffledSubarray([...records, ...records.slice(0, 5)], { minLength: 13 });
    const property = fc.asyncProperty(shuffled, fc.nat(13), async (order, cut) => {
      const { findings } = await scanRecords([order.slice(0, cut), order.slice(cut)]);
      assert.deepEqual(cores(findings), expected);
    });
    await fc.assert(property, { numRuns: runs(50), seed: 20_261_125 });
  });
});

/** More than are remembered. */
/** Nothing that is offered finds room. */
const NO_ROOM = { maxOfferBytes: 0 };

describe('The second reading', () => {
  it('is not done where nothing waits', async () => {
    const { opened } = await scanRecords([[connection({ DestinationPort: '443' }), start()]]);
    assert.deepEqual(opened, [1]);
  });

  it('leaves out objects that offer nothing', async () => {
    const { opened } = await scanRecords([[connection()], [start()]], NO_ROOM);
    assert.deepEqual(opened, [1, 2]);
  });

  it('is not done while lines of all that was offered are kept, and finds what they have', async () => {
    const others = Array.from({ length: 3_000 }, (_, process) =>
      start({ ProcessGuid: `{${String(process).padStart(8, '0')}-0000-0000-0000-000000000000}` }),
    );
    const objects = [[connection()], [...others, start()]];
    const kept = await scanRecords(objects);
    assert.deepEqual(kept.opened, [1, 1]);
    assert.equal(kept.counts.joined, 1);
    const again = await scanRecords(objects, NO_ROOM);
    assert.deepEqual(again.opened, [1, 2]);
    assert.deepEqual([kept.findings, kept.counts], [again.findings, again.counts]);
  });

  it('that fails makes the object incomplete, and what waited is judged with what it has', async () => {
    let openings = 0;
    const text = [start(), connection()].map((one) => `${JSON.stringify(one)}\n`).join('');
    const { findings, outcomes } = await scanListed(
      [
        {
          name: 'gone.ndjson',
          size: undefined,
          async *open() {
            if (++openings === 2) throw new Error('gone');
            yield new TextEncoder().encode(text);
          },
        },
      ],
      NO_ROOM,
    );
    assert.equal(outcomes[0]?.problem?.code, 'READ_FAILED');
    assert.deepEqual(ruleIds(findings), [UNTRUSTED]);
  });
});

describe('What waits', () => {
  it('is bounded: connections beyond are judged at once and counted', async () => {
    const three = [1, 2, 3].map((n) => connection({ DestinationIp: `192.0.2.${n}` }));
    const { counts, findings } = await scanRecords([[...three, start()]], { maxWaiting: 2 });
    assert.deepEqual([counts.joinCandidates, counts.joinOverflow, counts.joined], [2, 1, 2]);
    assert.equal(findings[0]?.count, 3);
  });
});

describe('Unattributed connections', () => {
  it('are counted per source and host', async () => {
    const { counts } = await scanRecords([
      [connection({ Image: '-' }), connection({ Image: '-', DestinationPort: '443' })],
    ]);
    assert.deepEqual(counts.unattributedPerHost, { 'sysmon ws-17.example.com': 2 });
  });
});

describe("Defender's own script", () => {
  it('is let off once its command line is joined', async () => {
    const shell = connection({ Image: POWERSHELL });
    const script = start({
      Image: POWERSHELL,
      OriginalFileName: 'PowerShell.EXE',
      CommandLine: DEFENDER_SCRIPT,
    });
    assert.deepEqual(ruleIds((await scanRecords([[shell]])).findings), [LOLBIN]);
    assert.deepEqual((await scanRecords([[shell], [script]])).findings, []);
  });
});
