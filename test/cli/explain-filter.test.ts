// The filter that `explain` proposes, for each shipped rule and hostile values: it loads, and suppresses just its match.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { loadPack } from '../../src/cli/rule-pack.ts';
import { SHIPPED_RULES } from '../../src/cli/rule-context.ts';
import type { JsonObject } from '../../src/model/index.ts';
import { makeFolder } from '../adapters/folder.ts';
import { CONNECTION, flat, GUID } from '../source/records.ts';
import { runHere } from './run-here.ts';

/** Texts that YAML, Sigma or a terminal would take for something else. */
const VALUES: readonly string[] = [
  ...['\\', '\\\\', 'a\\*', 'a\\\\*', '*', '?', '\\?', 'a*b?c', '\\\\srv\\share$\\', 'x\\'],
  ...["'", '"', "it's", '"quoted"', '`', "''", "a' #b", '\\"'],
  ...['a\nb', 'a\r\nb', '\n', 'a\tb', 'a\u0000b', 'a\u0085b', 'a\u2028b', '\ufeffa'],
  ...['Zürich', '漢字', '😀', 'e\u0301', 'a\u202eb', '\ud800', 'İstanbul', 'Σς'],
  ...[' leading', 'trailing ', '  both  ', '\u00a0nbsp\u00a0'],
  ...[
    'no',
    'Yes',
    'on',
    'true',
    'null',
    '~',
    '0123',
    '1e3',
    '0x1F',
    '.inf',
    '-0',
    '1_000',
    '12:30:45',
  ],
  ...['2026-11-20', '!!str x', '&anchor', '*alias', '- item', 'key: value', '# comment', 'a #b'],
  ...['{a: b}', '[a, b]', '|', '>-', '%TEMP%', '%a%', '---', '...', '@x', ', ', '<<', '__proto__'],
];

/** A rule, and what it matches: of which Sysmon event, and by which program; `value` stands in its folder. */
interface RuleCase {
  readonly id: string;
  readonly program: string;
  readonly eventId: '1' | '3';
  /** True for the base rule of a correlation, which makes no findings of its own. */
  readonly isSilent?: true;
  /** True where no log may name the program. */
  readonly isUnattributed?: true;
}

const FIRST: RuleCase = {
  id: 'a1874aa0-0b00-4515-ad76-0779bfb72335',
  program: 'scan.exe',
  eventId: '3',
};

const RULES: readonly RuleCase[] = [
  FIRST,
  { id: '396b47f5-e279-4aee-8551-5afbf63dc1fe', program: 'powershell.exe', eventId: '3' },
  { ...FIRST, id: '7c3f9a52-1d0e-4b86-9a47-2f6c8e51b0d3', isSilent: true },
  { ...FIRST, id: 'fff449f9-6802-4143-9ab4-c7f02841b127', isSilent: true },
  { ...FIRST, id: 'ae902fe0-898d-49f6-aa32-565d05c6d8cc', eventId: '1', isSilent: true },
  {
    ...FIRST,
    id: '6ada8809-3755-4b32-b391-a8ba1b06d290',
    isSilent: true,
    isUnattributed: true,
  },
];

/** For each value a connection and the start of its process; then all of them from another host. */
function logOf({ program, isUnattributed }: RuleCase): readonly JsonObject[] {
  return ['ws-17.example.com', 'ws-18.example.com'].flatMap((Hostname) =>
    VALUES.flatMap((value, index) => {
      const ProcessGuid = GUID.replace('0000000', String(index).padStart(7, '0'));
      const image = { ProcessGuid, Image: `C:\\Users\\${value}\\${program}`, User: value };
      const start = { ...image, ProcessId: '7520', CommandLine: `${program} ${value}` };
      const seen = isUnattributed ? { ...image, Image: '<unknown process>' } : image;
      const target = { DestinationHostname: value, DestinationIp: `192.0.2.${index}` };
      return [
        flat(3, { ...CONNECTION, ...seen, ...target }, { Hostname }),
        ...(isUnattributed ? [] : [flat(1, start, { Hostname })]),
      ];
    }),
  );
}

function writeLog(t: TestContext, records: readonly JsonObject[]): string {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  return join(makeFolder(t, { 'log.json': text }), 'log.json');
}

/** The proposed filters of the first host's events. */
async function propose({ id, eventId }: RuleCase, log: string): Promise<readonly string[]> {
  const { stdout } = await runHere(['explain', id, log, '--format', 'ndjson']);
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ eventKind }) => eventKind === eventId);
  assert.deepEqual([...new Set(all.map(({ verdict }) => verdict))], ['match']);
  return all.slice(0, VALUES.length).map(({ filter }) => filter);
}

for (const rule of RULES) {
  test(`the filters proposed for rule ${rule.id} load, and each suppresses its match alone`, async (t) => {
    const log = writeLog(t, logOf(rule));
    const filters = await propose(rule, log);
    assert.equal(filters.length, VALUES.length);
    const folder = makeFolder(
      t,
      Object.fromEntries(filters.map((text, index) => [`filter-${index}.yml`, text])),
    );
    const checked = await runHere(['rules', 'check', SHIPPED_RULES, folder]);
    assert.equal(checked.code, 0, checked.stdout);
    const codes = new Set(checked.stdout.match(/\b(?:LINT|SIGMA|YAML)_\w+/g));
    assert.deepEqual([...codes], ['LINT_FILTER_UNFILLED']);
    const args = ['scan', '--rules', SHIPPED_RULES, '--rules', folder, '--format', 'json', log];
    const { findings, summary } = JSON.parse((await runHere(args)).stdout);
    const { suppressedPerFilter, matchesPerRule } = summary.counts;
    const ids = filters.map((text) => /^id: '(.*)'$/m.exec(text)?.[1] ?? '');
    const wrong = ids.flatMap((id, index) =>
      suppressedPerFilter[id] === 1 ? [] : [[VALUES[index], suppressedPerFilter[id]]],
    );
    assert.deepEqual(wrong, []);
    assert.equal(matchesPerRule[rule.id], 2 * VALUES.length);
    const loud = findings.filter((one: { rule: { id: string } }) => one.rule.id === rule.id);
    const hosts = loud.map((one: { hostKey: string }) => one.hostKey);
    assert.deepEqual(hosts, rule.isSilent ? [] : VALUES.map(() => 'ws-18.example.com'));
  });
}

/** What a terminal may break, or YAML take for something else. */
const ODD_VALUES = VALUES.filter((one) => /[^ -~]|['"\\ ]/.test(one));

test('a filter printed for any value can be pasted from the terminal', async (t) => {
  const rule = FIRST.id;
  const folder = makeFolder(t, {});
  const records = ODD_VALUES.map((value, index) => {
    const ProcessGuid = GUID.replace('0000000', String(index).padStart(7, '0'));
    const image = { ProcessGuid, Image: `C:\\Users\\${value}\\scan.exe`, User: value };
    return flat(3, { ...CONNECTION, ...image });
  });
  const ids: string[] = [];
  for (const [index, record] of records.entries()) {
    const printed = await runHere(['explain', rule, writeLog(t, [record])], undefined, 40);
    const pasted = printed.stdout.slice(printed.stdout.indexOf('title: '));
    writeFileSync(join(folder, `pasted-${index}.yml`), pasted);
    ids.push(/^id: '(.*)'$/m.exec(pasted)?.[1] ?? pasted);
  }
  const log = writeLog(t, records);
  const args = ['scan', '--rules', SHIPPED_RULES, '--rules', folder, '--format', 'json', log];
  const { findings, summary } = JSON.parse((await runHere(args)).stdout);
  const wrong = ids.flatMap((id, index) =>
    summary.counts.suppressedPerFilter[id] === 1 ? [] : [[ODD_VALUES[index], id]],
  );
  assert.deepEqual(wrong, []);
  assert.ok(findings.every((one: { rule: { id: string } }) => one.rule.id !== rule));
});

test('every shipped rule stands in these tests', async () => {
  const { rules } = await loadPack(['rules'], new Map());
  assert.deepEqual(rules.map(({ id }) => id).sort(), RULES.map(({ id }) => id).sort());
});
