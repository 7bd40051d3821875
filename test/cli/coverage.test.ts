// `rules coverage`: which fields a rule reads, which source has them, and where it can never fire.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SYSMON_CATEGORIES } from '../../src/cli/rule-coverage/sysmon-schema.ts';
import { createRegistry, type SourceId } from '../../src/source/index.ts';
import { makeFolder } from '../adapters/folder.ts';
import { runHere } from './run-here.ts';

const WINDOWS = { product: 'windows' };
const CONNECTION = { ...WINDOWS, category: 'network_connection' };

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

function ruleOf(logsource: object, selection: object, condition = 's'): string {
  const id = '5e6b4d2a-7c41-4c0e-9d6c-2f6a3a1f0b11';
  const detection = { s: selection, condition };
  return JSON.stringify({ title: 'T', id, level: 'low', logsource, detection });
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

/** Coverage of one rule on each source. */
async function coverageOf(folder: string) {
  const { stdout } = await runHere(['rules', 'coverage', folder, '--format', 'json']);
  return JSON.parse(stdout).rules;
}

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

function correlationOf(correlation: object, ...rules: readonly string[]): string {
  const head = { title: 'C', id: '0a4c2c1e-4b4e-4b5f-8a55-0d5f3c1f2a10', level: 'high' };
  const { rules: named = ['5e6b4d2a-7c41-4c0e-9d6c-2f6a3a1f0b11'] } = correlation as {
    rules?: readonly string[];
  };
  const whole = { ...head, correlation: { timespan: '5m', ...correlation, rules: named } };
  return [...rules, JSON.stringify(whole)].join('\n---\n');
}

const COUNT = { type: 'event_count', condition: { gte: 3 } };
const SECOND = '9d0e2a44-1f0b-4b9c-8f61-1b7d5c9a3e33';

for (const [what, text, verdict, lacks] of [
  [
    'of events by host and process',
    correlationOf(
      { ...COUNT, 'group-by': ['Computer', 'ProcessGuid'] },
      ruleOf(CONNECTION, { DestinationPort: 445 }),
    ),
    'can-fire',
    [],
  ],
  [
    'by a field that nobody has',
    correlationOf(
      { ...COUNT, 'group-by': ['Flavour'] },
      ruleOf(CONNECTION, { DestinationPort: 445 }),
    ),
    'never',
    ['Flavour'],
  ],
  [
    'that counts values nobody has',
    correlationOf(
      { type: 'value_count', 'group-by': ['Computer'], condition: { field: 'Flavour', gte: 3 } },
      ruleOf(CONNECTION, { DestinationPort: 445 }),
    ),
    'never',
    ['Flavour'],
  ],
  [
    'of a rule that can never fire',
    correlationOf({ ...COUNT, 'group-by': ['Computer'] }, ruleOf(CONNECTION, { Flavour: 'x' })),
    'never',
    [],
  ],
  [
    'of a logsource that nobody has',
    correlationOf(
      { ...COUNT, 'group-by': ['Computer'] },
      ruleOf({ category: 'webserver' }, { x: 'y' }),
    ),
    'other-logsource',
    [],
  ],
  [
    'in time of two rules, one of which can never fire',
    correlationOf(
      {
        type: 'temporal',
        'group-by': ['Computer'],
        rules: ['5e6b4d2a-7c41-4c0e-9d6c-2f6a3a1f0b11', SECOND],
      },
      ruleOf(CONNECTION, { DestinationPort: 445 }),
      ruleOf(CONNECTION, { Flavour: 'x' })
        .replace(/"id":"[^"]*"/, `"id":"${SECOND}"`)
        .replace('"T"', '"T2"'),
    ),
    'never',
    [],
  ],
] as const) {
  test(`a correlation ${what} is ${verdict} on Sysmon`, async (t) => {
    const rules = await coverageOf(makeFolder(t, { 'c.yml': text }));
    const { sources } = rules.at(-1);
    assert.equal(rules.at(-1).rule.title, 'C');
    const { needsJoin: _, ...found } = sources.find(
      ({ source }: { source: string }) => source === 'sysmon',
    );
    assert.deepEqual(found, { source: 'sysmon', verdict, lacks });
  });
}

for (const columns of [40, 60, 80]) {
  test(`coverage fits ${columns} columns and says of each source what the table says`, async (t) => {
    const folder = makeFolder(t, {
      'r.yml': ruleOf(CONNECTION, { Flavour: 'y', DestinationPort: 445 }),
      's.yml': ruleOf({ category: 'webserver' }, { x: 'y' })
        .replace('0b11', '0b12')
        .replace('"T"', '"U"'),
    });
    const { stdout } = await runHere(['rules', 'coverage', folder], undefined, columns);
    const lines = stdout.split('\n');
    for (const line of lines) assert.ok(line.trimEnd().length <= columns, line);
    const joined = stdout.replaceAll(/\n {6}/g, '').replaceAll(/\n {4}/g, '');
    const [{ sources }] = await coverageOf(folder);
    for (const { source, verdict } of sources) {
      const word = verdict === 'never' ? 'NEVER' : '-';
      assert.match(
        joined,
        new RegExp(`\\n  ${word}: (?:[\\w-]+, )*${source}(?:, [\\w-]+)*\\n`),
        joined,
      );
    }
    assert.match(joined, /\n {2}reads DestinationPort, Flavour \(!\)\n/);
    assert.match(joined, /\n {2}never runs: no source has events of category webserver\n/);
  });
}

for (const [detection, isSaid] of [
  [{ DestinationPort: 445 }, false],
  [{ 'Image|re': 'x+' }, true],
  [{ EventID: 3, 'Image|re': 'x+' }, false],
] as const) {
  test(`coverage ${isSaid ? 'names' : 'does not name'} a rule of ${JSON.stringify(detection)} among those without a witness`, async (t) => {
    const folder = makeFolder(t, { 'r.yml': ruleOf(CONNECTION, detection) });
    const { stdout } = await runHere(['rules', 'coverage', folder]);
    assert.equal(stdout.includes('without a witness'), isSaid, stdout);
  });
}
