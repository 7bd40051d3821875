// What a correlation found, told to somebody who has just been woken up; of every type to the message's schema.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AlertMessage, spanWords, toAlertMessage } from '../../src/alert/index.ts';
import {
  CORRELATION_TYPES,
  type CorrelationType,
  type Finding,
  type FindingCorrelation,
} from '../../src/model/index.ts';
import { anAlert } from './an-alert.ts';
import { aFanOut, aFinding } from './builders.ts';
import { isDescribed } from './message-schema.ts';

function bodyOf(finding: Finding) {
  const body: AlertMessage = JSON.parse(toAlertMessage(anAlert([finding])).body);
  assert.ok(isDescribed(body), JSON.stringify(isDescribed.errors));
  return { ...body, finding: body.alert.lead };
}

it('says what was counted, in which window, of whom, and what came first', () => {
  const { title, text } = bodyOf(aFanOut());
  assert.equal(title, '[HIGH] Fan-Out: scan.exe on ws-17.example.com');
  assert.equal(
    text,
    'scan.exe on ws-17.example.com: 12 different DestinationIp within 5 minutes (at least 10 needed), ' +
      'up to 2026-11-20 12:04:10 UTC. ' +
      'All have the same Computer agent-17 and ProcessGuid entity-1. ' +
      'Events in such windows: 12, from 2026-11-20 12:00:00 to 2026-11-20 12:04:10 UTC. ' +
      'The first: scan.exe on ws-17.example.com connected to 192.0.2.9:445 and 3 more, as EXAMPLE\\al. ' +
      'Program: C:\\Tools\\scan.exe (pid 4242), started by C:\\Windows\\explorer.exe. ' +
      'How sure: level high; the program is not signed. Not recorded: hashes and 1 lesser field. ' +
      'Command line: scan.exe --range 192.0.2.0/24.',
  );
});

const ONE = { value: 2, fields: ['n'], thresholds: [{ op: 'gt', value: 1.5 }] } as const;
const WORDS: Readonly<Record<CorrelationType, string>> = {
  event_count: '2 events within 5 minutes (more than 1.5 needed)',
  value_count: '2 different n within 5 minutes (more than 1.5 needed)',
  temporal: 'matches of 2 of its rules within 5 minutes (more than 1.5 needed)',
  temporal_ordered:
    'matches of 2 of its rules, in their order, within 5 minutes (more than 1.5 needed)',
  value_sum: 'a sum of n of 2 within 5 minutes (more than 1.5 needed)',
  value_avg: 'an average n of 2 within 5 minutes (more than 1.5 needed)',
  value_median: 'a median n of 2 within 5 minutes (more than 1.5 needed)',
  value_percentile: 'a percentile 95 of n of 2 within 5 minutes (more than 1.5 needed)',
};

describe('of a correlation', () => {
  for (const type of CORRELATION_TYPES) {
    it(`of type ${type} it says what was found`, () => {
      const rank = type === 'value_percentile' ? { percentile: 95 } : {};
      const { text, finding } = bodyOf(aFanOut({ type, ...ONE, ...rank }));
      assert.ok(text.includes(`: ${WORDS[type]}, up to 2026`), text);
      assert.equal(finding.correlation?.type, type);
    });
  }

  for (const [what, parts, rest, expected] of [
    [
      '"at least" where events found no room',
      {},
      { isCountExact: false },
      ': at least 12 different',
    ],
    [
      'no "at least" of an average, which may be less too',
      { type: 'value_avg' },
      { isCountExact: false },
      ': an average DestinationIp of 12 within',
    ],
    [
      'a range',
      {
        thresholds: [
          { op: 'gte', value: 10 },
          { op: 'lt', value: 20 },
        ],
      },
      {},
      '(at least 10 and less than 20 needed)',
    ],
    [
      'nothing of thresholds where there are none',
      { thresholds: [] },
      {},
      'within 5 minutes, up to',
    ],
    [
      'combinations of several fields',
      { fields: ['DestinationIp', 'DestinationPort'] },
      {},
      '12 different combinations of DestinationIp and DestinationPort within',
    ],
    ['an average to three digits', { type: 'value_avg', value: 2 / 3 }, {}, 'of 0.667 within'],
  ] as const satisfies readonly (readonly [
    string,
    Partial<FindingCorrelation>,
    Partial<Finding>,
    string,
  ])[]) {
    it(`it says ${what}`, () => {
      const { text } = bodyOf(aFanOut(parts, rest));
      assert.ok(text.includes(expected), text);
    });
  }

  for (const [names, subject] of [
    [['User'], 'User v0'],
    [['User', 'SourceIp'], 'User v0 and SourceIp v1'],
    [['Computer'], 'programs on ws-17.example.com'],
    [['ProcessGuid'], 'ProcessGuid v0'],
    [[], 'events of all hosts together'],
  ] as const) {
    it(`it names ${names.join(', ') || 'nobody'}, and no program that only the first event is of`, () => {
      const groupBy = names.map((name, index) => ({ name, value: `v${index}` }));
      const { title, text } = bodyOf(aFanOut({ groupBy }));
      assert.equal(title, `[HIGH] Fan-Out: ${subject}`);
      assert.ok(text.startsWith(`${subject}: 12 different`), text);
    });
  }
});

it('says which fields came from another event of the process', () => {
  const { text } = bodyOf(aFinding({ joined: ['CommandLine', 'Signature'] }));
  assert.ok(
    text.includes('Taken from another event of the process: CommandLine, Signature.'),
    text,
  );
  assert.ok(!bodyOf(aFinding()).text.includes('another event'));
});

it('says which fields were waited for in vain', () => {
  const { text } = bodyOf(aFinding({ awaited: ['Image', 'SignatureStatus'] }));
  const words = 'Judged without what other events did not tell in time: Image, SignatureStatus.';
  assert.ok(text.includes(words), text);
  assert.ok(!bodyOf(aFinding()).text.includes('Judged without'));
});

it('spells timespans out', () => {
  for (const [ms, words] of [
    [1_000, '1 second'],
    [90_000, '1 minute 30 seconds'],
    [5_400_000, '1 hour 30 minutes'],
    [2_629_746_000, '30 days 10 hours 29 minutes 6 seconds'],
  ] as const) {
    assert.equal(spanWords(ms), words);
  }
});
