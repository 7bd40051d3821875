// The summary says how many connections were completed, and on which hosts programs are unknown.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinLines, kindLines } from '../../src/cli/scan/join-text.ts';
import { sumCounts } from '../../src/pipeline/index.ts';

const NONE = sumCounts([]);

test('without a join only the unattributed connections are counted', () => {
  assert.deepEqual(joinLines(NONE), ['0 unattributed connections\n']);
});

test('says what waited, what was completed, and what could not wait', () => {
  const lines = joinLines({ ...NONE, joinCandidates: 22, joined: 18, joinOverflow: 1 });
  assert.deepEqual(lines.slice(0, 2), [
    '22 connections looked for more of the process: 18 completed\n',
    '  1 connection more judged with what the log has: too many waited\n',
  ]);
});

test('names the five hosts with the most, safely, and how many more there are', () => {
  const hosts = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`sysmon ws-${n}`, n]));
  const lines = joinLines({ ...NONE, unattributedPerHost: { ...hosts, 'sysmon \u001b[31m': 9 } });
  assert.deepEqual(lines.slice(1), [
    '  9 on sysmon <U+001B>[31m\n',
    '  7 on sysmon ws-7\n',
    '  6 on sysmon ws-6\n',
    '  5 on sysmon ws-5\n',
    '  4 on sysmon ws-4\n',
    '  … and on 3 more hosts\n',
  ]);
});

test('names the kinds without a category that came most, safely, and how many more there are', () => {
  assert.deepEqual(kindLines(NONE), []);
  const kinds = { 'ocsf 3002:1': 2, 'sentinelone \u001b[31m': 1, 'sentinelone ip listen': 1_200 };
  assert.deepEqual(kindLines({ ...NONE, uncategorisedPerKind: kinds }), [
    '1,203 events of kinds without a category: ocsf 3002:1 2, sentinelone <U+001B>[31m 1, sentinelone ip listen 1,200\n',
  ]);
  const many = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`ocsf ${n}`, n]));
  const [line = ''] = kindLines({ ...NONE, uncategorisedPerKind: many });
  assert.ok(line.endsWith('ocsf 7 7, and 2 more kinds\n'));
});
