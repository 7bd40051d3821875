// What is kept of starts, and who waits: as little as the rules and the sources allow.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { correlations, rules } from '../../dist/rules/ruleset.mjs';
import type { Offer } from '../../src/model/index.ts';
import { createJoinPlan, createRouting } from '../../src/pipeline/index.ts';
import { createRegistry, sourceJoins } from '../../src/source/index.ts';
import { anEvent, aRule, type EventParts } from '../finding/builders.ts';
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

const heads = (offers: readonly Offer[]) => offers.map(({ head }) => head).sort();

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
