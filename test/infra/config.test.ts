// Values of the configuration file → configuration, or what is wrong with it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { parseConfig } from '../../infra/config.ts';
import { readConfigFile } from '../../infra/config-file.ts';
import { DEFAULT_CONFIG } from '../../infra/config-pointer.ts';
import { InfraConfigError } from '../../infra/errors.ts';
import { DESTINATIONS, secretOf } from './support/destinations.ts';
import { CDK_JSON, ROOT } from './support/root.ts';

const DEFAULTS = {
  stackName: 'sigma-lambda',
  trigger: 'queue',
  tenant: 'default',
  tenants: ['default'],
  buckets: [{ mode: 'created', prefixes: [] }],
  starts: 'segments',
  hasCanary: true,
  maxConcurrency: 50,
  joinGraceSeconds: 900,
  logging: { level: 'INFO', retentionDays: 90 },
  alerts: { destinations: [], hourlyBudget: 5 },
  monitoring: { isOn: true, silentAfterHours: 24 },
};

function problemsOf(context: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    parseConfig(context);
  } catch (error) {
    if (error instanceof InfraConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs no key', () => {
    assert.deepEqual(parseConfig({}), DEFAULTS);
  });

  it('is that of the file that is shipped', () => {
    const path = join(ROOT, DEFAULT_CONFIG);
    assert.deepEqual(parseConfig(readConfigFile(path, DEFAULT_CONFIG)), DEFAULTS);
  });

  it('is read from typed values', () => {
    const values = {
      account: '123456789012',
      region: 'eu-west-1',
      maxConcurrency: 200,
      joinGraceSeconds: 60,
      canary: 'off',
      permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
      monitoring: 'off',
      silentAfterHours: 0,
      logRetentionDays: 30,
    };
    const { account, region, maxConcurrency, joinGraceSeconds, permissionsBoundary } = values;
    assert.deepEqual(parseConfig(values), {
      ...DEFAULTS,
      ...{ account, region, maxConcurrency, joinGraceSeconds, permissionsBoundary },
      hasCanary: false,
      logging: { level: 'INFO', retentionDays: 30 },
      monitoring: { isOn: false, silentAfterHours: 0 },
    });
  });

  it('takes a key without a value as one that is not there', () => {
    assert.deepEqual(parseConfig({ tenant: null, buckets: null }), DEFAULTS);
  });

  it('has no canary with the direct trigger', () => {
    assert.equal(parseConfig({ trigger: 'direct' }).hasCanary, false);
  });
});

describe('the configuration of alerts', () => {
  const ROUTES = ['page', 'post', 'digest'];
  const RULE = '6f1c2d1e-6a53-4f2c-9a3b-1d1f6c1b2a3e';

  it('gives each kind of destination its routes and what it needs', () => {
    assert.deepEqual(parseConfig({ destinations: DESTINATIONS }).alerts.destinations, [
      { kind: 'slack', name: 'soc', routes: ROUTES, secretArn: secretOf('soc') },
      {
        kind: 'pagerduty',
        name: 'on-call',
        routes: ['page'],
        secretArn: secretOf('on-call'),
        region: 'eu',
      },
      { kind: 'email', name: 'mail', routes: ['post', 'digest'] },
      { kind: 'amazon-q', name: 'chat', routes: ROUTES },
    ]);
  });

  it('has routes by level and by rule', () => {
    const { alerts } = parseConfig({
      routing: { levels: { medium: 'page' }, rules: { [RULE]: 'digest' } },
      hourlyBudget: 20,
      runbookUrl: 'https://wiki.example.com/soc?page=1#smb',
    });
    assert.deepEqual(alerts.routing?.levels, {
      critical: 'page',
      high: 'page',
      medium: 'page',
      low: 'digest',
      informational: 'digest',
    });
    assert.deepEqual(alerts.routing?.rules, new Map([[RULE, 'digest']]));
    assert.deepEqual(
      [alerts.hourlyBudget, alerts.runbookUrl],
      [20, 'https://wiki.example.com/soc?page=1#smb'],
    );
  });
});

const SLACK = { name: 'soc', kind: 'slack', secretArn: secretOf('soc') };
const ARN_EXPECTED = 'the whole ARN of a secret, arn:aws:secretsmanager:REGION:ACCOUNT:secret:';

const REFUSED_ALERTS: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
  [
    { destinations: 'https://hooks.example.com/x' },
    'destinations is another value, not shown here; expected a list of objects',
  ],
  [
    { destinations: { soc: 1 } },
    'destinations is another value, not shown here; expected a list of objects',
  ],
  [
    { destinations: ['soc'] },
    'destinations is another value, not shown here; expected a list of objects',
  ],
  [{ destinations: [{ name: 'soc' }] }, 'destinations[0]: kind is missing'],
  [
    { destinations: [{ ...SLACK, kind: 'teams' }] },
    'destinations[0]: kind is "teams"; expected slack or pagerduty or email or amazon-q',
  ],
  [{ destinations: [{ kind: 'email' }] }, 'destinations[0]: name is missing'],
  [
    { destinations: [{ ...SLACK, name: 'SOC' }] },
    'destinations[0]: name is "SOC"; expected 1-32 lower-case letters, digits, hyphens',
  ],
  [{ destinations: [{ ...SLACK, name: '-a' }] }, 'destinations[0]: name is "-a"; expected 1-32'],
  [{ destinations: [{ name: 'a', kind: 'slack' }] }, 'destinations[0]: secretArn is missing'],
  [
    { destinations: [{ ...SLACK, secretArn: 'https://hooks.example.com/x' }] },
    `destinations[0]: secretArn is another value, not shown here; expected ${ARN_EXPECTED}`,
  ],
  [
    { destinations: [{ ...SLACK, secretArn: secretOf('soc').replace('-AbCdEf', '') }] },
    `destinations[0]: secretArn is "${secretOf('soc').replace('-AbCdEf', '')}"; expected ${ARN_EXPECTED}`,
  ],
  [
    { destinations: [{ ...SLACK, routes: ['page', 'store'] }] },
    'destinations[0]: routes is ["page","store"]; expected a list of some of page, post, digest, each once',
  ],
  [
    { destinations: [{ ...SLACK, routes: [] }] },
    'destinations[0]: routes is []; expected a list of some of',
  ],
  [
    { destinations: [{ ...SLACK, routes: ['page', 'page'] }] },
    'destinations[0]: routes is ["page","page"]; expected a list of some of',
  ],
  [
    { destinations: [{ ...SLACK, region: 'eu' }] },
    'destinations[0]: "region" is no key; expected one of: kind, name, routes, secretArn',
  ],
  [
    { destinations: [{ name: 'a', kind: 'email', 'topic:arn': 'x' }] },
    'destinations[0]: "topic:arn" is no key; expected one of: kind, name, routes',
  ],
  [
    { destinations: [{ ...SLACK, kind: 'pagerduty', region: 'ap' }] },
    'destinations[0]: region is "ap"; expected us or eu',
  ],
  [
    { destinations: [SLACK, { ...SLACK, name: 's-oc' }] },
    'destinations: "soc" and "s-oc" are one name; expected them to differ by more than hyphens',
  ],
  [
    {
      destinations: [
        { name: 'a', kind: 'email' },
        { name: 'b', kind: 'email' },
      ],
    },
    'destinations: "a" and "b" are both email; expected one, which has the topic',
  ],
  [
    { destinations: Array.from({ length: 11 }, (_, i) => ({ ...SLACK, name: `n${i}` })) },
    'destinations has 11 of them; expected at most 10',
  ],
  [
    { stackName: 's'.repeat(26), destinations: [{ name: 'n'.repeat(31), kind: 'email' }] },
    `destinations: "${'s'.repeat(26)}-notify-${'n'.repeat(31)}" has 65 characters; expected at most 64`,
  ],
  [{ routing: 'medium=page' }, 'routing is "medium=page"; expected an object'],
  [{ routing: [] }, 'routing is []; expected an object'],
  [{ routing: { level: {} } }, 'routing has "level"; expected "levels" or "rules"'],
  [
    { routing: { levels: { medium: 'slack' } } },
    'routing.levels.medium is "slack"; expected one of page',
  ],
  [
    {
      routing: {
        rules: Object.fromEntries(
          Array.from({ length: 70 }, (_, i) => [`${i}-${'x'.repeat(36)}`, 'page']),
        ),
      },
    },
    'buckets and routing take ',
  ],
  [{ hourlyBudget: 0 }, 'hourlyBudget is 0; expected a whole number from 1 to 1000'],
  [{ runbookUrl: 'http://example.com' }, 'runbookUrl is "http://example.com"; expected a URL'],
  [{ runbookUrl: 'https://a b' }, 'runbookUrl is "https://a b"; expected a URL'],
  [{ runbookUrl: `https://a/${'x'.repeat(191)}` }, 'runbookUrl is "https://a/xxx'],
];

const REFUSED: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
  [{ trigger: 'sqs' }, 'trigger is "sqs"; expected queue or direct'],
  [{ trigger: true }, 'trigger is true; expected queue or direct'],
  [
    { joinGraceSeconds: 43_201 },
    'joinGraceSeconds is 43201; expected a whole number from 0 to 43200',
  ],
  [{ maxConcurrency: 1 }, 'maxConcurrency is 1; expected a whole number from 2 to 1000'],
  [{ maxConcurrency: 2.5 }, 'maxConcurrency is 2.5; expected a whole number from 2 to 1000'],
  [{ maxConcurrency: '50' }, 'maxConcurrency is "50"; expected a whole number from 2 to 1000'],
  [{ monitoring: 'no' }, 'monitoring is "no"; expected on or off'],
  [{ canary: true }, 'canary is true; expected on or off'],
  [{ canary: 'on', trigger: 'direct' }, 'canary is "on"; expected off with trigger direct'],
  [{ silentAfterHours: 169 }, 'silentAfterHours is 169; expected a whole number from 0 to 168'],
  [{ logLevel: 'info' }, 'logLevel is "info"; expected DEBUG or INFO or WARN or ERROR'],
  [{ tenant: 'a b' }, 'tenant is "a b"; expected 1-64 letters, digits, . _ -'],
  [{ tenant: 7 }, 'tenant is 7; expected 1-64 letters, digits, . _ -, in quotes'],
  [{ tenant: 'canary' }, 'tenant is "canary", which is the canary\'s; expected another'],
  [{ stackName: 'Sigma' }, 'stackName is "Sigma"; expected 1-26 lower-case letters'],
  [{ account: 123_456_789_012 }, 'account is 123456789012; expected 12 digits, in quotes'],
  [{ region: 'Ireland' }, 'region is "Ireland"; expected a region, as eu-west-1'],
  [
    { permissionsBoundary: 'boundary' },
    'permissionsBoundary is "boundary"; expected the ARN of a managed policy',
  ],
  [{ triger: 'direct' }, '"triger" is no key; did you mean "trigger"?'],
  [{ 'log-level': 'INFO' }, '"log-level" is no key; did you mean "logLevel"?'],
  [{ 'aws:cdk': 1 }, '"aws:cdk" is no key; expected one of: account, buckets, canary'],
  [{ prefixes: ['a/'] }, '"prefixes" is no key; it belongs into an entry of "buckets"'],
  [{ bucketName: 'x-1' }, '"bucketName" is no key; it is "name" of an entry of "buckets"'],
  [{ logRetentionDays: 10 }, 'logRetentionDays is 10; expected one of 1, 3, 5, 7, 14'],
];

describe('a wrong configuration', () => {
  it('is one that gives a route to a rule that is not there', () => {
    const context = { routing: { rules: { 'known-id': 'page', 'misspelt-id': 'page' } } };
    assert.throws(() => parseConfig(context, { ruleIds: new Set(['known-id']) }), {
      problems: [
        'routing.rules has "misspelt-id"; expected the id of a rule or correlation in rules/',
      ],
    });
  });

  for (const [context, expected] of [...REFUSED, ...REFUSED_ALERTS]) {
    it(`is refused by key, found and expected: ${JSON.stringify(context).slice(0, 60)}`, () => {
      const problems = problemsOf(context);
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.ok(problems[0]?.startsWith(expected), problems[0]);
    });
  }

  it('is told all at once', () => {
    assert.equal(problemsOf({ trigger: 'x', tenant: '', stackName: '-', nothing: 1 }).length, 4);
  });
});

describe('cdk.json', () => {
  it('sets every feature flag that the installed CDK recommends', () => {
    const missing = Object.entries(recommended).filter(
      ([flag, value]) => JSON.stringify(CDK_JSON.context[flag]) !== JSON.stringify(value),
    );
    assert.deepEqual(missing, []);
  });

  it('keeps the cdk command from reporting, and makes it check the rules first', () => {
    const { context: _flags, ...rest } = CDK_JSON;
    assert.deepEqual(rest, {
      app: 'node scripts/run.mjs scripts/synth.ts',
      versionReporting: false,
      notices: false,
    });
    assert.equal(CDK_JSON.context['cli-telemetry'], false);
  });
});

describe('docs/deploy.md', () => {
  const text = readFileSync(join(ROOT, 'docs', 'deploy.md'), 'utf8');
  const [message = ''] = problemsOf({ zzzzzzzz: 1 });
  const keys = (message.split('one of: ')[1] ?? '').split(', ');

  for (const key of keys) {
    it(`explains the key ${key}`, () => {
      assert.match(text, new RegExp(`^\\| \`${key}\` \\|`, 'm'));
    });
  }
});
