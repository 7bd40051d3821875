// CDK context → configuration, or what is wrong with it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { parseConfig } from '../../infra/config.ts';
import { InfraConfigError } from '../../infra/errors.ts';
import { CDK_JSON, ROOT } from './support/root.ts';

const DEFAULTS = {
  stackName: 'sigma-lambda',
  trigger: 'queue',
  tenant: 'default',
  bucket: { prefixes: [] },
  maxConcurrency: 50,
  joinGraceSeconds: 900,
  logging: { level: 'INFO', retentionDays: 90 },
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

  it('is the same from cdk.json, which sets the CDK’s own keys', () => {
    assert.deepEqual(parseConfig(CDK_JSON.context), DEFAULTS);
  });

  it('is read from texts, as the command line gives them', () => {
    const context = {
      maxConcurrency: '200',
      joinGraceSeconds: '60',
      logRetentionDays: '30',
      prefixes: 'a/,b/',
      bucketName: 'x-1',
    };
    assert.deepEqual(parseConfig(context), {
      ...DEFAULTS,
      maxConcurrency: 200,
      joinGraceSeconds: 60,
      bucket: { name: 'x-1', prefixes: ['a/', 'b/'] },
      logging: { level: 'INFO', retentionDays: 30 },
    });
  });

  it('takes prefixes of partitions as Hive names them', () => {
    const { bucket } = parseConfig({ prefixes: 'date=2026-11-20/,date=2026-11-21/' });
    assert.deepEqual(bucket.prefixes, ['date=2026-11-20/', 'date=2026-11-21/']);
  });

  it('is read from typed values, as cdk.json gives them', () => {
    const { maxConcurrency, bucket } = parseConfig({ maxConcurrency: 200, prefixes: ['a/', 'b/'] });
    assert.deepEqual(
      { maxConcurrency, bucket },
      { maxConcurrency: 200, bucket: { prefixes: ['a/', 'b/'] } },
    );
  });
});

const REFUSED: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
  [{ trigger: 'sqs' }, 'trigger is "sqs"; expected queue or direct'],
  [{ trigger: true }, 'trigger is true; expected queue or direct'],
  [
    { joinGraceSeconds: '43201' },
    'joinGraceSeconds is "43201"; expected a whole number from 0 to 43200',
  ],
  [{ maxConcurrency: '1' }, 'maxConcurrency is "1"; expected a whole number from 2 to 1000'],
  [{ maxConcurrency: 2.5 }, 'maxConcurrency is 2.5; expected a whole number from 2 to 1000'],
  [{ maxConcurrency: '1e2' }, 'maxConcurrency is "1e2"; expected a whole number from 2 to 1000'],
  [{ logLevel: 'info' }, 'logLevel is "info"; expected DEBUG or INFO or WARN or ERROR'],
  [{ tenant: 'a b' }, 'tenant is "a b"; expected 1-64 letters, digits, . _ -'],
  [{ bucketName: 'My.Bucket' }, 'bucketName is "My.Bucket"; expected 3-63 lower-case letters'],
  [{ stackName: 'Sigma' }, 'stackName is "Sigma"; expected 1-26 lower-case letters'],
  [{ prefixes: 'a*' }, 'prefixes is "a*"; expected 1-128 letters, digits'],
  [{ prefixes: 'a b/' }, 'prefixes is "a b/"; expected 1-128 letters, digits'],
  [{ prefixes: 'a%3Db/' }, 'prefixes is "a%3Db/"; expected 1-128 letters, digits'],
  [{ prefixes: 'a/,' }, 'prefixes is ""; expected 1-128 letters, digits'],
  [{ prefixes: ['a/', 7] }, 'prefixes is 7; expected 1-128 letters, digits'],
  [{ prefixes: { a: 1 } }, 'prefixes is {"a":1}; expected 1-128 letters, digits'],
  [{ prefixes: 'a/,a/b' }, 'prefixes: "a/b" is inside "a/"; expected no overlap'],
  [{ prefixes: 'a/b,a/' }, 'prefixes: "a/b" is inside "a/"; expected no overlap'],
  [{ prefixes: 'a/,a/' }, 'prefixes: "a/" is inside "a/"; expected no overlap'],
  [
    { prefixes: Array.from({ length: 21 }, (_, index) => `p${index}/`) },
    'prefixes has 21 of them; expected at most 20',
  ],
  [
    { triger: 'direct' },
    '"triger" is no key; expected one of: bucketName, joinGraceSeconds, logLevel',
  ],
  [
    { 'log-level': 'INFO' },
    '"log-level" is no key; expected one of: bucketName, joinGraceSeconds, logLevel',
  ],
  [{ logRetentionDays: 10 }, 'logRetentionDays is 10; expected one of 1, 3, 5, 7, 14'],
];

describe('a wrong configuration', () => {
  for (const [context, expected] of REFUSED) {
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
  const [message = ''] = problemsOf({ nothing: 1 });
  const keys = (message.split('one of: ')[1] ?? '').split(', ');

  for (const key of keys) {
    it(`explains the context key ${key}`, () => {
      assert.match(text, new RegExp(`^\\| \`${key}\` \\|`, 'm'));
    });
  }
});
