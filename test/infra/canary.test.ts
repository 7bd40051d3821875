// The canary as the templates have it: what it may touch, who is told of it, and that nobody else is.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseConfig } from '../../infra/config.ts';
import { DESTINATIONS } from './support/destinations.ts';
import {
  onlyOf,
  readable,
  roleStatements,
  stateTemplateFor,
  templateFor,
} from './support/template.ts';

const template = templateFor({ canary: 'on', destinations: DESTINATIONS });
const BUCKET = 'sigma-lambda-canary-<AWS::AccountId>-<AWS::Region>';

/** References without the template's hashes. */
const plain = (value: unknown) => readable(value).replaceAll(/<([A-Za-z]+)[0-9A-F]{8}/g, '<$1');

const propertiesOf = (type: string) =>
  Object.values(template.findResources(type)).map((one) => one['Properties']);

describe('the canary', () => {
  const properties = onlyOf(template, 'AWS::Lambda::Function', 'CanaryFunction');

  it('runs on Node 24 and arm64, for at most a minute, in no VPC', () => {
    const { Runtime, Architectures, MemorySize, Timeout, Handler, VpcConfig } = properties;
    assert.deepEqual(
      [Runtime, Architectures, MemorySize, Timeout, Handler, VpcConfig],
      ['nodejs24.x', ['arm64'], 256, 60, 'index.handler', undefined],
    );
  });

  it('is told its bucket, its owner and its queue, and makes no code from text', () => {
    const { Variables } = properties['Environment'] as { Variables: Record<string, unknown> };
    const told = Object.entries(Variables).map(([name, value]) => [name, plain(value)]);
    assert.deepEqual(Object.fromEntries(told), {
      SIGMA_LAMBDA_CANARY_BUCKET: BUCKET,
      SIGMA_LAMBDA_BUCKET_OWNER: '<AWS::AccountId>',
      SIGMA_LAMBDA_QUEUE_URL: '<CanarySourceQueue>',
      POWERTOOLS_SERVICE_NAME: 'canary',
      POWERTOOLS_METRICS_NAMESPACE: 'SigmaLambda/sigma-lambda',
      POWERTOOLS_LOG_LEVEL: 'INFO',
      NODE_OPTIONS: '--disallow-code-generation-from-strings',
    });
  });

  it('may put objects behind its prefix, see its own queue and write its log, and nothing else', () => {
    const found = roleStatements(template, 'CanaryRole').map(({ sid, actions, resources }) => [
      sid,
      actions.join(' '),
      ...resources.map((one) => one.replace(/^<(\w+?)[0-9A-F]{8}/, '<$1')),
    ]);
    assert.deepEqual(found, [
      ['PutCanaries', 's3:PutObject', `arn:<AWS::Partition>:s3:::${BUCKET}/canary/*`],
      ['SeeOwnAlerts', 'sqs:DeleteMessage sqs:ReceiveMessage', '<CanarySourceQueue.Arn>'],
      ['WriteOwnLogs', 'logs:CreateLogStream logs:PutLogEvents', '<CanaryLogs.Arn>'],
    ]);
  });

  it('is invoked every 15 minutes, and not tried again in between', () => {
    const [rule] = propertiesOf('AWS::Events::Rule').filter(
      ({ Description }) => Description === 'Invokes the canary',
    );
    assert.equal(rule?.ScheduleExpression, 'rate(15 minutes)');
    assert.deepEqual(rule?.Targets[0].RetryPolicy, { MaximumRetryAttempts: 0 });
  });

  it('alone is told of canaries: its queue gets no other origin, and no other queue gets that', () => {
    const filters = propertiesOf('AWS::SNS::Subscription').map(({ Endpoint, FilterPolicy }) => [
      plain(Endpoint),
      FilterPolicy.origin,
      Object.keys(FilterPolicy),
    ]);
    assert.equal(filters.length, DESTINATIONS.length + 1);
    for (const [endpoint, origins, members] of filters) {
      if (endpoint === '<CanarySourceQueue.Arn>') {
        assert.deepEqual([origins, members], [['canary'], ['origin']]);
      } else assert.deepEqual(origins, ['live', 'replay', 'test']);
    }
  });

  it('has its bucket scanned as one more, of a tenant that nobody judges or is told of', () => {
    const { Environment } = onlyOf(template, 'AWS::Lambda::Function', 'Scan');
    const { Variables } = Environment as { Variables: Record<string, unknown> };
    const sources = JSON.parse(plain(Variables['SIGMA_LAMBDA_SOURCES']));
    assert.deepEqual(sources.at(-1), {
      bucket: BUCKET,
      prefixes: ['canary/'],
      owner: '<AWS::AccountId>',
      tenant: 'canary',
      origin: 'canary',
    });
    const settle = onlyOf(template, 'AWS::Lambda::Function', 'Settle');
    const told = (settle['Environment'] as { Variables: Record<string, unknown> }).Variables;
    assert.equal(told['SIGMA_LAMBDA_TENANTS'], '["default"]');
  });

  it('has what it leads to kept by scan and settle, apart from what analysts read', () => {
    for (const id of ['Scan', 'Settle'] as const) {
      const [kept] = roleStatements(template, id).filter(({ sid }) => sid === 'KeepCanaries');
      assert.deepEqual(kept?.actions, ['s3:PutObject']);
      assert.equal(kept?.resources.length, 2);
      for (const resource of kept?.resources ?? []) assert.match(resource, /\/canary\/\*$/);
    }
  });

  it('has a bucket for a day, nobody else’s, also while it is switched off', () => {
    for (const canary of ['on', 'off']) {
      const state = stateTemplateFor({ canary });
      const [bucket] = Object.values(state.findResources('AWS::S3::Bucket')).filter((one) =>
        readable(one['Properties'].BucketName).startsWith('sigma-lambda-canary-'),
      );
      const { LifecycleConfiguration, PublicAccessBlockConfiguration, VersioningConfiguration } =
        bucket?.['Properties'] ?? {};
      assert.deepEqual(LifecycleConfiguration.Rules, [
        { ExpirationInDays: 1, Id: 'LookedAt', Status: 'Enabled' },
      ]);
      assert.equal(PublicAccessBlockConfiguration.RestrictPublicBuckets, true);
      assert.equal(VersioningConfiguration, undefined);
    }
  });
});

describe('without a canary', () => {
  it('nothing of it works, and it is wanted unless the trigger is direct or somebody says so', () => {
    const wanted = [{}, { trigger: 'direct' }, { canary: 'off' }].map(
      (settings) => parseConfig(settings).hasCanary,
    );
    assert.deepEqual(wanted, [true, false, false]);
    assert.doesNotMatch(JSON.stringify(templateFor({ canary: 'off' }).toJSON()), /canary/i);
  });
});
