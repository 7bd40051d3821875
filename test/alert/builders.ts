// The parts that matter in a case → a finding that is whole; and findings as an attacker would have them made.

import fc from 'fast-check';
import type { Finding, FindingCorrelation, MatchedTest } from '../../src/model/index.ts';
import { COMPARISONS, CORRELATION_TYPES, LEVELS } from '../../src/model/index.ts';
import { anyText } from '../support/any-text.ts';

/** Connections of scan.exe on ws-17 to a file server. */
export function aFinding(parts: Partial<Finding> = {}): Finding {
  return {
    id: `f1_${'a'.repeat(27)}`,
    rule: {
      id: 'a1874aa0-0b00-4515-ad76-0779bfb72335',
      title: 'Detect Outbound SMB Connection by Untrusted Process',
      level: 'medium',
      tags: ['attack.lateral-movement', 'attack.t1021.002'],
    },
    tenant: 'default',
    source: 'elastic-defend',
    time: '2026-11-20T12:00:00.000Z',
    firstTime: '2026-11-20T12:00:00.000Z',
    lastTime: '2026-11-20T12:04:10.500Z',
    day: '2026-11-20',
    host: 'ws-17.example.com',
    hostKey: 'agent-17',
    entityKey: 'entity-1',
    user: 'EXAMPLE\\al',
    process: {
      image: 'C:\\Tools\\scan.exe',
      commandLine: 'scan.exe --range 192.0.2.0/24',
      pid: 4242,
      signatureStatus: 'Unsigned',
      parent: { image: 'C:\\Windows\\explorer.exe' },
    },
    network: { destinationIp: '192.0.2.9', destinationPort: 445, initiated: true },
    count: 12,
    isCountExact: true,
    destinations: [{ ip: '192.0.2.9', port: 445, firstTime: '2026-11-20T12:00:00.000Z' }],
    distinctDestinations: 4,
    unknown: ['userSid', 'process.hashes', 'process.signature', 'network.sourcePort'],
    delivery: { object: 's3://logs/a.ndjson', ordinal: 3, offset: 900 },
    matched: [
      {
        selection: 'selection',
        field: 'DestinationPort',
        modifier: '',
        ruleValue: 445,
        eventValue: 445,
        holds: true,
      },
      {
        selection: 'filter_main_kernel',
        field: 'ProcessId',
        modifier: '',
        ruleValue: 4,
        eventValue: 4242,
        holds: false,
      },
    ],
    ...parts,
  };
}

/** Ten hosts from one process of ws-17 within five minutes. */
export function aFanOut(parts: Partial<FindingCorrelation> = {}, rest: Partial<Finding> = {}) {
  return aFinding({
    rule: { id: 'fan-out', title: 'Fan-Out', level: 'high', tags: [] },
    correlation: {
      type: 'value_count',
      fields: ['DestinationIp'],
      value: 12,
      thresholds: [{ op: 'gte', value: 10 }],
      timespanMs: 300_000,
      windowEnd: '2026-11-20T12:04:10.500Z',
      groupBy: [
        { name: 'Computer', value: 'agent-17' },
        { name: 'ProcessGuid', value: 'entity-1' },
      ],
      ...parts,
    },
    ...rest,
  });
}

/** Texts that reorder, hide, break lines, break encodings, or are very long. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...['', ' ', '-', '\0', '\n', '\r\n', '\t', '\x1b[2J', '\x7f', '\x9b31m', '\u2028', '\u2029'],
  ...['\u202e', '\u2066', '\u200b', '\ufeff', '\ufffe', '\uffff', '\ud800', '\udc00x', '\u{e0041}'],
  ...['😀', '<!channel>', '"', '\\', '__proto__', 'C:\\a\u202egnp.exe', '\u202e'.repeat(40_000)],
  ...['é'.repeat(33_000), '😀'.repeat(20_000), 'x'.repeat(400_000)],
];

const text = fc.oneof(
  { weight: 8, arbitrary: anyText({ maxLength: 12 }) },
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
);
const number = fc.nat({ max: 2 ** 40 });
const time = fc
  .integer({ min: 0, max: Date.UTC(2100, 0) })
  .map((milliseconds) => new Date(milliseconds).toISOString());

const eventValue: fc.Arbitrary<unknown> = fc.oneof(
  text,
  number,
  fc.constantFrom(null, true, undefined, Number.NaN),
  fc.array(text, { maxLength: 120 }),
  fc.dictionary(text, fc.array(text, { maxLength: 3 }), { maxKeys: 30 }),
  fc.jsonValue(),
);

const ruleValue = fc.oneof(text, number, fc.constantFrom(null, true));

const matched: fc.Arbitrary<MatchedTest> = fc.record(
  {
    selection: text,
    field: fc.option(text, { nil: undefined }),
    modifier: text,
    ruleValue: fc.oneof(ruleValue, fc.array(ruleValue, { maxLength: 30 })),
    ruleValueCount: fc.nat(),
    eventValue,
    otherValue: eventValue,
    holds: fc.boolean(),
  },
  {
    requiredKeys: ['selection', 'field', 'modifier', 'ruleValue', 'eventValue', 'holds'],
  },
);

const process: fc.Arbitrary<Finding['process']> = fc.record(
  {
    image: text,
    commandLine: text,
    entityId: text,
    pid: number,
    startTime: time,
    hashes: fc.dictionary(text, text, { maxKeys: 30 }),
    originalFileName: text,
    signature: text,
    signatureStatus: fc.oneof(fc.constantFrom('Valid', 'INVALID', 'Unsigned', 'Unavailable'), text),
    parent: fc.record({ image: text, commandLine: text }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

const network: fc.Arbitrary<Finding['network']> = fc.record(
  {
    sourceIp: text,
    sourcePort: number,
    destinationIp: text,
    destinationPort: number,
    destinationHostname: text,
    protocol: text,
    initiated: fc.boolean(),
  },
  { requiredKeys: [] },
);

const destination = fc.record(
  { ip: text, port: number, host: text, firstTime: time },
  { requiredKeys: ['ip'] },
);

const correlation: fc.Arbitrary<FindingCorrelation> = fc.record(
  {
    type: fc.constantFrom(...CORRELATION_TYPES),
    fields: fc.array(text, { minLength: 1, maxLength: 20 }),
    percentile: fc.double({ min: 0, max: 100, noNaN: true }),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    thresholds: fc.array(
      fc.record({
        op: fc.constantFrom(...COMPARISONS),
        value: fc.double({ noNaN: true, noDefaultInfinity: true }),
      }),
      { maxLength: 6 },
    ),
    timespanMs: fc.integer({ min: 1, max: 2 ** 40 }),
    windowEnd: time,
    groupBy: fc.array(fc.record({ name: text, value: text }), { maxLength: 20 }),
  },
  { requiredKeys: ['type', 'value', 'thresholds', 'timespanMs', 'groupBy'] },
);

/** Any finding the model allows, far beyond what the fold makes. */
export const hostileFinding: fc.Arbitrary<Finding> = fc.record(
  {
    id: fc.stringMatching(/^f1_[A-Za-z0-9_-]{27}$/),
    rule: fc.record({
      id: text,
      title: text,
      level: fc.constantFrom(...LEVELS),
      tags: fc.array(text, { maxLength: 30 }),
    }),
    tenant: text,
    source: text,
    time,
    firstTime: time,
    lastTime: time,
    day: fc.constantFrom('2026-11-20', '-'),
    host: text,
    hostKey: text,
    entityKey: text,
    user: text,
    userSid: text,
    process,
    network,
    correlation,
    joined: fc.array(text, { minLength: 1, maxLength: 40 }),
    awaited: fc.array(text, { minLength: 1, maxLength: 40 }),
    count: fc.integer({ min: 1, max: 2_000 }),
    isCountExact: fc.boolean(),
    destinations: fc.array(destination, { maxLength: 30 }),
    distinctDestinations: fc.nat({ max: 2_000 }),
    unknown: fc.array(fc.oneof(text, fc.constantFrom('process.commandLine', 'host', 'user')), {
      maxLength: 40,
    }),
    delivery: fc.record({ object: text, ordinal: number, offset: number }),
    matched: fc.array(matched, { maxLength: 30 }),
    matchedLeftOut: fc.integer({ min: 1, max: 2_000 }),
  },
  {
    requiredKeys: [
      ...(['id', 'rule', 'tenant', 'source', 'day', 'hostKey', 'entityKey', 'process'] as const),
      ...(['network', 'count', 'isCountExact', 'destinations', 'distinctDestinations'] as const),
      ...(['unknown', 'delivery', 'matched'] as const),
    ],
  },
);

/** Triage steps of some rule, or no guide. */
export const someGuide = fc.option(
  fc
    .array(text, { maxLength: 30 })
    .map((triage) => ({ triage, respond: [], harden: [], logging: [] })),
  { nil: undefined },
);
