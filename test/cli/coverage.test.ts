// `rules coverage`: which fields a rule reads, which source has them, and where it can never fire.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SYSMON_CATEGORIES } from '../../src/cli/rule-coverage/sysmon-schema.ts';
import { createRegistry, type SourceId } from '../../src/source/index.ts';
import { makeFolder } from '../adapters/folder.ts';
import { CONNECTION, coverageOf, ruleOf, WINDOWS } from './coverage-rules.ts';
import { runHere } from './run-here.ts';

/** Sources whose agents log every category that these tests ask about, with the same fields for all of them. */
const AGENTS: readonly SourceId[] = [
  'elastic-defend',
  'microsoft-defender',
  'sentinelone',
  'carbon-black-cloud',
  'harfanglab',
  'cortex-xdr',
  'ocsf',
];
const ofAgents = (verdict: string) => Object.fromEntries(AGENTS.map((id) => [id, verdict]));

const ALL_OTHER: Readonly<Record<string, string>> = {
  sysmon: 'other-logsource',
  'windows-security': 'other-logsource',
  'windows-eventlog': 'other-logsource',
  ...ofAgents('other-logsource'),
};

/** Of the sources above: those of further products have tests of their own. */
function ofThese(perSource: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(perSource).filter(([id]) => id in ALL_OTHER));
}

const both = (sysmon: string, agents: string) => ({
  ...ALL_OTHER,
  sysmon,
  ...ofAgents(agents),
});

for (const [what, text, expected] of [
  [
    'that reads what both have',
    ruleOf(CONNECTION, { Image: 'x', DestinationPort: 445 }),
    both('can-fire', 'can-fire'),
  ],
  [
    'that needs a command line, which of Sysmon’s connections the start tells',
    ruleOf(CONNECTION, { CommandLine: 'x' }),
    both('can-fire', 'can-fire'),
  ],
  [
    'that needs a port’s name, which Sysmon alone logs, and no join brings',
    ruleOf(CONNECTION, { DestinationPortName: 'x' }),
    both('can-fire', 'never'),
  ],
  [
    'that needs a command line or an image',
    ruleOf(CONNECTION, [{ CommandLine: 'x' }, { Image: 'y' }] as object),
    both('can-fire', 'can-fire'),
  ],
  [
    'that wants a command line absent',
    ruleOf(CONNECTION, { 'CommandLine|exists': false }),
    both('can-fire', 'can-fire'),
  ],
  [
    'that excludes by a command line',
    ruleOf(CONNECTION, { CommandLine: 'x' }, 'not s'),
    both('can-fire', 'can-fire'),
  ],
  ['that needs a field nobody has', ruleOf(CONNECTION, { Flavour: 'x' }), both('never', 'never')],
  [
    'that compares with a field nobody has',
    ruleOf(CONNECTION, { 'Image|fieldref': 'Flavour' }),
    both('never', 'never'),
  ],
  [
    'that reads ECS paths',
    ruleOf(CONNECTION, { 'process.Ext.ancestry': 'x' }),
    both('can-fire', 'can-fire'),
  ],
  ['of keywords', ruleOf(CONNECTION, ['x'] as object), both('can-fire', 'can-fire')],
  ['of a web server', ruleOf({ category: 'webserver' }, { 'cs-method': 'GET' }), ALL_OTHER],
  [
    'of the Security log',
    ruleOf({ ...WINDOWS, service: 'security' }, { EventID: 4624 }),
    { ...ALL_OTHER, 'windows-security': 'can-fire' },
  ],
  [
    'of another event log',
    ruleOf({ ...WINDOWS, service: 'system' }, { Provider_Name: 'x' }),
    { ...ALL_OTHER, 'windows-eventlog': 'can-fire' },
  ],
] as const) {
  test(`a rule ${what} is judged on every source`, async (t) => {
    const folder = makeFolder(t, { 'r.yml': text });
    const { stdout, code } = await runHere(['rules', 'coverage', folder, '--format', 'ndjson']);
    assert.equal(code, 0);
    const { sources, canFire } = JSON.parse(stdout);
    const found = sources.map((one: { source: string; verdict: string }) => [
      one.source,
      one.verdict,
    ]);
    assert.deepEqual(ofThese(Object.fromEntries(found)), expected);
    assert.equal(
      canFire,
      found.some(([, verdict]: readonly string[]) => verdict === 'can-fire'),
    );
  });
}

test('a field that no source supplies is flagged', async (t) => {
  const folder = makeFolder(t, { 'r.yml': ruleOf(CONNECTION, { Image: 'x', Flavour: 'y' }) });
  const { stdout } = await runHere(['rules', 'coverage', folder]);
  assert.match(stdout, /NEVER {3}- .*NEVER +T \(/);
  assert.match(stdout, /reads Flavour \(!\), Image\n {2}\(!\) no source has Flavour\n/);
  assert.match(stdout, /no source has: Flavour\n1 rule: 0 can fire, 1 never can, 0 are of/);
});

test('coverage as data says where each field comes from', async (t) => {
  const folder = makeFolder(t, {
    'r.yml': ruleOf(CONNECTION, { Image: 'x', SignatureStatus: 'y', DestinationPortName: 'z' }),
  });
  const { stdout } = await runHere(['rules', 'coverage', folder, '--format', 'json']);
  const { rules, summary } = JSON.parse(stdout);
  assert.deepEqual(
    rules[0].fields.map((one: { field: string; supply: Readonly<Record<string, string>> }) => [
      one.field,
      { sysmon: one.supply['sysmon'], 'elastic-defend': one.supply['elastic-defend'] },
    ]),
    [
      [
        'DestinationPortName',
        {
          sysmon: 'passed',
          'elastic-defend': 'none',
        },
      ],
      [
        'Image',
        {
          sysmon: 'table',
          'elastic-defend': 'table',
        },
      ],
      [
        'SignatureStatus',
        {
          sysmon: 'derived',
          'elastic-defend': 'derived',
        },
      ],
    ],
  );
  assert.deepEqual([summary.rules, summary.canFire, summary.unsuppliedFields], [1, 1, []]);
});

test('4688 and 5156 count where they are mapped', async (t) => {
  const folder = makeFolder(t, {
    'r.yml': ruleOf({ ...CONNECTION, service: 'security' }, { Image: 'x' }),
  });
  const args = ['rules', 'coverage', folder, '--format', 'json'];
  assert.equal(JSON.parse((await runHere(args)).stdout).summary.canFire, 0);
  const mapped = await runHere([...args, '--map-security-events']);
  assert.equal(JSON.parse(mapped.stdout).summary.canFire, 1);
});

test('coverage without a folder is that of the shipped rules, all of which can fire', async () => {
  const { stdout, code } = await runHere(['rules', 'coverage', '--format', 'json']);
  assert.equal(code, 0);
  const { summary } = JSON.parse(stdout);
  assert.ok(summary.rules >= 2);
  assert.equal(summary.canFire, summary.rules);
});

test('a rule that does not compile is named, and the exit code is 2', async (t) => {
  const folder = makeFolder(t, { 'a.yml': ruleOf(CONNECTION, { Image: 'x' }), 'b.yml': '- x' });
  const { code, stderr } = await runHere(['rules', 'coverage', folder]);
  assert.equal(code, 2);
  assert.match(stderr, /b\.yml:1:1 SIGMA_NOT_A_RULE/);
});

test('the categories of Sysmon are those that its source gives', () => {
  const registry = createRegistry();
  const categories = new Set<string>();
  for (const [id, type] of [12, 13, 14].flatMap((id) =>
    ['CreateKey', 'DeleteKey', 'x'].map((type) => [id, type] as const),
  )) {
    collect(id, type);
  }
  for (let id = 1; id <= 255; id++) collect(id, 'x');
  assert.deepEqual([...categories].sort(), [...SYSMON_CATEGORIES].sort());

  function collect(id: number, type: string) {
    const channel = 'Microsoft-Windows-Sysmon/Operational';
    const reading = registry.read({
      Channel: channel,
      EventID: id,
      Hostname: 'h',
      EventType: type,
    });
    assert.equal(reading.kind, 'events');
    for (const { logsource } of reading.kind === 'events' ? reading.events : []) {
      for (const one of [logsource.category, ...(logsource.moreCategories ?? [])]) {
        if (one !== undefined) categories.add(one);
      }
    }
  }
});

test('what only the join can fill is told, field by field', async (t) => {
  const folder = makeFolder(t, {
    'r.yml': ruleOf(CONNECTION, { Image: 'x', DestinationPort: 445 }),
  });
  const [{ sources, fields }] = await coverageOf(folder);
  const needs = sources.filter(({ needsJoin }: { needsJoin: string[] }) => needsJoin.length > 0);
  assert.deepEqual(needs, [
    { source: 'crowdstrike-fdr', verdict: 'can-fire', lacks: [], needsJoin: ['Image'] },
  ]);
  const image = fields.find(({ field }: { field: string }) => field === 'Image');
  assert.equal(image.supply['crowdstrike-fdr'], 'joined');
  const { stdout } = await runHere(['rules', 'coverage', folder]);
  assert.match(stdout, / join {2,}/);
  assert.match(stdout, /\n {2}can fire on crowdstrike-fdr where the join fills Image\n/);
});

test('starts are not completed: what they lack they lack', async (t) => {
  const folder = makeFolder(t, {
    'r.yml': ruleOf({ ...WINDOWS, category: 'process_creation' }, { ParentProcessId: 4 }),
  });
  const [{ sources }] = await coverageOf(folder);
  const found = sources.find(({ source }: { source: string }) => source === 'crowdstrike-fdr');
  assert.deepEqual([found.verdict, found.lacks], ['never', ['ParentProcessId']]);
});

test('a rule whose logsource no source feeds says so', async (t) => {
  const folder = makeFolder(t, { 'r.yml': ruleOf({ category: 'webserver' }, { x: 'y' }) });
  const { stdout } = await runHere(['rules', 'coverage', folder]);
  assert.match(stdout, /\n {2}never runs: no source has events of category webserver\n/);
  assert.match(stdout, /0 can fire, 0 never can, 1 are of a logsource that no source has/);
});
