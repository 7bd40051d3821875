// The files in infra/samples: each mode can be synthesised as it is, each bad one is refused with what it is to show.

import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { refusalsOf } from '../../infra/bad-samples.ts';
import { readConfigFile } from '../../infra/config-file.ts';
import { addChecks } from '../../infra/nag.ts';
import { parseSynthRequest } from '../../scripts/synth-arguments.ts';
import { ROOT } from './support/root.ts';
import { appWith, CHECKED } from './support/template.ts';

const SAMPLES = join(ROOT, 'infra', 'samples');

describe('the sample of a mode', () => {
  const files = globSync('*.yml', { cwd: SAMPLES }).toSorted();

  it('is there for each mode that synth takes', () => {
    const named = [...'ABCDEF'].map(
      (mode) => parseSynthRequest(ROOT, ['--mode', mode], '{}').context['config'],
    );
    assert.deepEqual(
      named,
      files.map((file) => `infra/samples/${file}`),
    );
  });

  for (const file of files) {
    it(`${file} can be synthesised, and leaves cdk-nag nothing unanswered`, () => {
      const { app } = appWith(readConfigFile(join(SAMPLES, file), file), CHECKED);
      addChecks(app);
      for (const pack of [new AwsSolutionsChecks(app), new ServerlessChecks(app)]) {
        assert.deepEqual(pack.validateScope(app).violations, []);
      }
      app.synth();
    });
  }
});

/** What each bad file is refused with, all of it. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'account-without-quotes.yml': ['account is 123456789012; expected 12 digits, in quotes'],
  'bad-arn.yml': [
    'buckets[0]: keyArn is "arn:aws:kms:eu-west-1:123456789012:alias/edr-logs"; expected the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not of an alias',
  ],
  'direct-with-eventbridge.yml': [
    'buckets[0]: mode is eventbridge; expected created or notification with trigger direct',
  ],
  'missing-tenant.yml': [
    'buckets[1]: tenant is missing; expected one here or at the top level, as buckets[0] has one',
  ],
  'no-yaml.yml': ['no-yaml.yml:4:1: Sequence item without - indicator'],
  'other-account-unplaced.yml': [
    'buckets[0]: mode other-account needs "account" at the top level: the bucket\'s owner must be told who reads',
    'buckets[0]: mode other-account needs "region" at the top level: the bucket\'s owner must be told who reads',
  ],
  'other-region.yml': [
    "buckets[0]: topicArn is in us-east-1; expected eu-west-1, the deployment's region: S3 tells nobody in another one",
  ],
  'output-inside-input.yml': [
    'buckets[0]: name is "sigma-lambda-state-keepingarchivebucket82fec37a-abcdefghijkl", a bucket that sigma-lambda keeps its own output in; expected a bucket of logs: output inside input would be scanned again and again',
  ],
  'overlap-across-entries.yml': [
    'buckets[1]: prefixes: "sysmon/" is inside the whole bucket of buckets[0]; expected no overlap',
  ],
  'overlapping-prefixes.yml': [
    'buckets[0]: prefixes: "edr/elastic/" is inside "edr/"; expected no overlap',
  ],
  'secret-in-the-file.yml': [
    'buckets[0]: secretArn is another value, not shown here; expected the whole ARN of a secret, arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX',
  ],
  'several-problems.yml': [
    'trigger is "both"; expected queue or direct',
    'maxConcurrency is 1; expected a whole number from 2 to 1000',
    '"joinGraceSecond" is no key; did you mean "joinGraceSeconds"?',
  ],
  'unknown-key.yml': ['buckets[0]: "prefxies" is no key; did you mean "prefixes"?'],
};

describe('the bad samples', () => {
  it('are each refused in words that name key, value and what is expected', () => {
    const found = refusalsOf(join(SAMPLES, 'bad')).map(({ file, message = '' }) => {
      const [first, ...problems] = message.split('\n  ');
      assert.equal(first, `${file} is wrong:`);
      return [file, problems];
    });
    assert.deepEqual(Object.fromEntries(found), REFUSED);
  });

  it('would be told of where one is taken', () => {
    const taken = refusalsOf(SAMPLES).filter(({ message }) => message === undefined);
    assert.equal(taken.length, 6);
  });
});
