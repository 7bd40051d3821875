// The table fits the terminal and says what matters of each finding.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitWidths } from '../../src/cli/scan/fit-widths.ts';
import { explanationText, findingsTable } from '../../src/cli/scan/table.ts';
import { textWidth } from '../../src/cli/wrap.ts';
import { FindingFold } from '../../src/finding/index.ts';
import type { Finding } from '../../src/model/index.ts';
import { aFanOut } from '../alert/builders.ts';
import { aMatch, anEvent } from '../finding/builders.ts';

function findings(fields: Readonly<Record<string, unknown>>): readonly Finding[] {
  const fold = new FindingFold('acme');
  fold.add(aMatch(anEvent({ fields })));
  return fold.findings();
}

const LONG = {
  Image: `C:\\Users\\someone\\AppData\\Local\\${'deep\\'.repeat(40)}scan.exe`,
  User: `CORP\\${'u'.repeat(60)}`,
  Computer: `${'h'.repeat(60)}.example.com`,
  DestinationIp: '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
};

for (const columns of [80, 100, 120, 200]) {
  test(`rows fit ${columns} columns`, () => {
    for (const line of findingsTable(findings(LONG), columns).split('\n')) {
      assert.ok([...line].length <= columns, `${[...line].length}: ${line}`);
    }
  });
}

test('a long path is cut in the middle, its program stays', () => {
  assert.match(findingsTable(findings(LONG), 160), /C:\\\S*…\S*scan\.exe/);
});

test('columns stand below each other, also where characters are two columns wide', () => {
  const rows = [{ User: 'CORP\\al' }, { User: '管理者'.repeat(12) }].flatMap(findings);
  const [, , ...lines] = findingsTable(rows, 110).trimEnd().split('\n');
  const starts = lines.map((line) => textWidth(line.slice(0, line.indexOf('C:\\'))));
  assert.equal(starts.length, 2);
  assert.equal(new Set(starts).size, 1);
});

test('a row says time, source, host, user, process, signature, destination and count, and above it the rule', () => {
  const fields = { Image: 'C:\\scan.exe', User: 'CORP\\al', Computer: 'ws-17' };
  const table = findingsTable(findings(fields), 200);
  const [heading = '', rule = '', row = ''] = table.split('\n');
  assert.match(heading, /time.*source.*host.*user.*process.*signature.*destinations.*count$/);
  assert.match(
    row,
    /^ {2}2026-11-20 12:00:00 +sysmon +ws-17 +CORP\\al +C:\\scan\.exe +Unavailable +192\.0\.2\.9:445 +1$/,
  );
  assert.match(rule, /^medium: Conn/);
});

test('a narrow row leaves out the year and the source', () => {
  const [heading = '', , row = ''] = findingsTable(findings({}), 80).split('\n');
  assert.doesNotMatch(heading, /source/);
  assert.match(row, /^ {2}11-20 12:00:00 /);
});

test('findings of one rule stand together under it, whatever stands between them', () => {
  const [one] = findings({});
  assert.ok(one !== undefined);
  const other = { ...one, rule: { ...one.rule, id: 'other', title: 'Other' } };
  const table = findingsTable([one, other, one], 200).trimEnd().split('\n');
  const titles = table.filter((line) => /^\w+: /.test(line));
  assert.deepEqual(titles, [`medium: ${one.rule.title}`, 'medium: Other']);
  assert.equal(table.length, 1 + titles.length + 3);
});

test('a log cannot forge a row or move the cursor', () => {
  const hostile = { Image: 'C:\\a\nhigh  2026 \u001b[2J\u202e.exe', User: 'x\r\ny' };
  const text = findingsTable(findings(hostile), 200) + explanationText(findings(hostile));
  assert.ok(['\u001b', '\u202e', '\r'].every((unsafe) => !text.includes(unsafe)));
  assert.equal(findingsTable(findings(hostile), 200).trimEnd().split('\n').length, 3);
});

test('an explanation names the test, the values and what is unknown', () => {
  const text = explanationText(findings({}));
  assert.match(text, /selection: DestinationPort 445 held for 445/);
  assert.match(text, /unknown: .*process\.commandLine/);
});

test('without findings there is no table', () => {
  assert.equal(findingsTable([], 120), '');
});

const WIDTHS: readonly (readonly [readonly number[], number, readonly number[]])[] = [
  [[3, 4], 100, [3, 4]],
  [[50, 3], 20, [17, 3]],
  [[50, 50], 20, [10, 10]],
  [[10, 50, 50], 40, [10, 15, 15]],
];

for (const [wanted, room, given] of WIDTHS) {
  test(`columns that want ${wanted} get ${given} of ${room}`, () => {
    assert.deepEqual(fitWidths(wanted, room), given);
  });
}

test('an explanation says what a correlation counted, of whom, and what was joined', () => {
  const text = explanationText([aFanOut({}, { joined: ['CommandLine'] })]);
  assert.ok(
    text.includes('  12 different DestinationIp within 5 minutes (at least 10 needed), up'),
  );
  assert.ok(text.includes('  all of Computer agent-17 and ProcessGuid entity-1\n'), text);
  assert.ok(text.includes('  from another event of the process: CommandLine\n'), text);
});
