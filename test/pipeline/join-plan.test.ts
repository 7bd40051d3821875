// What is kept of starts, and who waits: as little as the rules and the sources allow.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { correlations, rules } from '../../dist/rules/ruleset.mjs';
import type { CompiledRule, Offer, WrittenOffer } from '../../src/model/index.ts';
import { createJoinPlan, createRouting } from '../../src/pipeline/index.ts';
import { createRegistry, sourceJoins } from '../../src/source/index.ts';
import { joinKey } from '../../src/source/join.ts';
import { aFilter, anEvent, aRule, type EventParts } from '../finding/builders.ts';
import { EVERY_RECORD } from '../source/every-record.ts';
import { MORE_RECORDS } from '../source/more-records.ts';

const SHIPPED = createJoinPlan(createRouting(rules, new Set(), correlations));
const PROGRAM = ['CommandLine', 'Image', 'ProcessId', 'SignatureStatus', 'User'];

/** A plan of one rule for connections that reads the fields. */
function planOf(fields: readonly string[], category = 'network_connection') {
  return createJoinPlan(createRouting([aRule({ logsource: { category }, fields })]));
}

function startOf(fields: EventParts['fields'], source = 'sysmon') {
  const logsource = { category: 'process_creation' };
  const joinOffer = { key: 'p', fields: Object.keys(fields ?? {}) };
  return anEvent({ source, logsource, joinOffer, fields: { Image: undefined, ...fields } });
}

const heads = (offers: readonly WrittenOffer[]) => offers.map(({ head }) => head).sort();

describe('The shipped rules', () => {
  const wanted: Readonly<Record<string, readonly string[]>> = {
    sysmon: [...PROGRAM, 'Company', 'OriginalFileName'],
    'crowdstrike-fdr': [...PROGRAM, 'OriginalFileName'],
    'microsoft-defender': ['SignatureStatus'],
    harfanglab: [...PROGRAM, 'Company', 'OriginalFileName'],
    ocsf: [...PROGRAM, 'Company'],
    limacharlie: PROGRAM,
    'cortex-xdr': PROGRAM,
    'elastic-defend': ['CommandLine', 'Company', 'OriginalFileName'],
    sentinelone: [],
    'carbon-black-cloud': [],
    'windows-security': [],
    'windows-eventlog': [],
  };
  for (const source of sourceJoins().keys()) {
    it(`want of ${source}: ${wanted[source]?.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(SHIPPED.wanted(source), wanted[source]?.toSorted());
    });
  }
});

describe('Of a start', () => {
  it('nothing is kept where no rule for connections reads what it says', () => {
    const start = startOf({ Image: 'C:\\a.exe', CommandLine: 'a' });
    assert.deepEqual(planOf(['DestinationPort']).offersToKeep(start), []);
    assert.deepEqual(planOf(['CommandLine'], 'process_creation').offersToKeep(start), []);
    assert.notDeepEqual(planOf(['CommandLine']).offersToKeep(start), []);
  });

  it('nothing is kept where the source’s connections lack nothing', () => {
    const start = startOf({ Image: 'C:\\a.exe', CommandLine: 'a' }, 'sentinelone');
    assert.deepEqual(planOf(['CommandLine']).offersToKeep(start), []);
  });

  it('what rules read is kept whatever its length, of the rest what finds room in one write unit', () => {
    const long = 'x'.repeat(5_000);
    const said = { Image: 'C:\\a.exe', CommandLine: long, ParentCommandLine: long, User: 'al' };
    const kept = planOf(['CommandLine']).offersToKeep(startOf(said));
    assert.deepEqual(heads(kept), ['CommandLine', 'Image']);
    const short = planOf(['CommandLine']).offersToKeep(startOf({ ...said, CommandLine: 'a' }));
    assert.deepEqual(heads(short), ['CommandLine', 'Image', 'User']);
  });
});

/** Each case says what differs from conhost.exe, signed by Microsoft. */
describe('A start of Elastic Defend', () => {
  const CONHOST: EventParts['fields'] = {
    Image: 'C:\\Windows\\System32\\conhost.exe',
    CommandLine: 'conhost.exe 0xffffffff',
    OriginalFileName: 'CONHOST.EXE',
    SignatureStatus: 'Valid',
    Signature: 'Microsoft Windows',
    UserSid: 'S-1-5-18',
  };
  const start = (fields: EventParts['fields'], product = 'windows') =>
    anEvent({
      source: 'elastic-defend',
      logsource: { category: 'process_creation', product },
      joinOffer: { key: 'p', fields: ['Image', 'CommandLine', 'OriginalFileName', 'Company'] },
      fields: { ...CONHOST, ...fields },
    });
  const cases: readonly (readonly [string, EventParts['fields'], boolean])[] = [
    ['Windows’ own programs', {}, false],
    ['Windows’ own programs, by whatever account', { UserSid: 'S-1-5-21-1-2-3-1105' }, false],
    ['LOLBins', { Image: 'C:\\Windows\\System32\\cmd.exe', OriginalFileName: 'Cmd.Exe' }, true],
    ['renamed LOLBins', { OriginalFileName: 'PowerShell.EXE' }, true],
    ['unsigned programs', { SignatureStatus: 'Unsigned', Signature: undefined }, true],
    ['programs in folders that users can write', { Image: 'C:\\Windows\\Temp\\x.exe' }, true],
    ['third parties', { Signature: 'Example Tools Ltd' }, true],
    [
      'Microsoft’s programs elsewhere, as a connection may leave out the signature',
      {
        Image: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
        OriginalFileName: 'WinWord.exe',
        Signature: 'Microsoft Corporation',
      },
      true,
    ],
    [
      'Defender’s scripts, which let off what the connection names otherwise',
      {
        CommandLine:
          'C:\\ProgramData\\Microsoft\\Windows Defender Advanced Threat Protection\\Downloads\\PSScript_1.ps1',
      },
      true,
    ],
    ['what calls itself Microsoft’s', { Company: 'Microsoft Corporation' }, true],
    ['no program that it names', { Image: undefined }, true],
  ];
  for (const [what, fields, isKept] of cases) {
    it(`is ${isKept ? 'kept' : 'not kept'} of ${what}`, () => {
      assert.equal(SHIPPED.offersToKeep(start(fields)).length > 0, isKept);
    });
  }

  it('is not kept of a system that no rule is for', () => {
    assert.deepEqual(SHIPPED.offersToKeep(start({ OriginalFileName: 'x' }, 'linux')), []);
  });

  const reading = (parts: Partial<CompiledRule>) =>
    createJoinPlan(
      createRouting([
        aRule({
          fields: ['CommandLine'],
          foresee: () => false,
          ignoring: () => () => true,
          ...parts,
        }),
      ]),
    );
  const kept = (parts: Partial<CompiledRule>) => reading(parts).offersToKeep(start({})).length > 0;

  it('is kept where a rule does not say what it ignores, or foresees', () => {
    assert.equal(kept({}), false);
    for (const name of ['ignoring', 'foresee'] as const) {
      const { [name]: _left, ...silent } = aRule({
        fields: ['CommandLine'],
        foresee: () => false,
        ignoring: () => () => true,
      });
      const plan = createJoinPlan(createRouting([silent]));
      assert.notDeepEqual(plan.offersToKeep(start({})), [], name);
    }
  });

  it('is kept where a filter reads what it says, unless the filter ignores that', () => {
    const filter = aFilter({ fields: ['CommandLine'] });
    assert.equal(kept({ filters: [filter] }), true);
    assert.equal(kept({ filters: [{ ...filter, ignoring: () => () => true }] }), false);
  });

  it('is kept where a rule searches the connection’s record for words', () => {
    const foresee: CompiledRule['foresee'] = (event) => [...event.leaves()].length > 0;
    assert.equal(kept({ foresee }), true);
  });

  it('is asked with every field open that only the connection can say', () => {
    const foresee: CompiledRule['foresee'] = (_event, isOpen) =>
      !['DestinationPort', 'Initiated', 'UserSid', 'ProcessId'].every(isOpen) ||
      ['Image', 'CommandLine', 'SignatureStatus', 'Attributed'].some(isOpen);
    assert.equal(kept({ foresee }), false);
  });
});

describe('A connection', () => {
  const plan = planOf(['CommandLine', 'SignatureStatus']);
  const parts: EventParts = {
    source: 'sysmon',
    logsource: { category: 'network_connection' },
    joinKeys: ['p'],
    fields: { Image: 'C:\\a.exe', SignatureStatus: undefined },
  };
  const asking = anEvent(parts);
  const offered = (...fields: readonly string[]) => {
    const offers = fields.map((head): Offer => ({ head, timeMs: 0, values: [[head, 'a']] }));
    return [new Map(offers.map((offer) => [offer.head, { ...offer, origin: undefined }]))];
  };
  const awaitedOf = (found: ReturnType<typeof offered>) =>
    plan.complete(asking, found).open.flatMap(({ awaited }) => awaited);

  it('waits for what rules read and its own log does not say', () => {
    assert.deepEqual(awaitedOf([]), ['CommandLine', 'SignatureStatus']);
  });

  it('waits, once its start was seen, for what other events say alone', () => {
    assert.deepEqual(awaitedOf(offered('Image')), ['SignatureStatus']);
    assert.deepEqual(awaitedOf(offered('Image', 'SignatureStatus')), []);
  });

  it('waits for its start though another event came first', () => {
    assert.deepEqual(awaitedOf(offered('SignatureStatus')), ['CommandLine']);
  });

  it('waits under the key of its host, which all processes share, only for what a row of hosts says', () => {
    const joinKeys = [joinKey('process', 'h', '1'), joinKey('host', 'h')];
    const event = anEvent({ source: 'crowdstrike-fdr', joinKeys });
    assert.deepEqual(SHIPPED.keysToWaitUnder(event), joinKeys.slice(0, 1));
    assert.deepEqual(planOf(['Computer']).keysToWaitUnder(event), joinKeys);
  });

  it('waits for nothing of a source whose connections lack nothing', () => {
    const other = anEvent({ ...parts, source: 'sentinelone' });
    assert.deepEqual(plan.complete(other, []).open, []);
  });
});

describe('The tables of sources', () => {
  const registry = createRegistry();
  it('name every field that a record which is no start offers', () => {
    for (const [source, record] of [...EVERY_RECORD, ...MORE_RECORDS]) {
      const reading = registry.read(record);
      if (reading.kind !== 'events') continue;
      for (const { joinOffer, logsource } of reading.events) {
        if (joinOffer === undefined || logsource.category === 'process_creation') continue;
        const { apart } = sourceJoins().get(source) ?? {};
        const isLikeStart = joinOffer.fields.includes('Image');
        const missing = joinOffer.fields.filter(
          (field) => !isLikeStart && apart?.has(field) !== true,
        );
        assert.deepEqual(missing, [], source);
      }
    }
  });
});
