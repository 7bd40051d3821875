// The environment of a feed's function: a wrong variable says what it is and what was expected.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFdrConfig } from '../../../functions/fdr/config.ts';
import { ConfigError } from '../../../functions/shared/deployment.ts';

const OWN = 'https://sqs.eu-central-1.amazonaws.com/123456789012/sigma-lambda-fdr';
const SOURCE = { bucket: 'crowdstrike-cannon-example', prefixes: ['data/'] };
const FEED = {
  queueUrl: 'https://sqs.us-west-1.amazonaws.com/123456789012/example-feed',
  region: 'us-west-1',
  secretArn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:sigma/fdr-AbCdEf',
};

function envOf(feed: unknown, sources: unknown = [SOURCE]) {
  return {
    SIGMA_LAMBDA_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:alerts',
    SIGMA_LAMBDA_STATE_TABLE: 'sigma-lambda-state',
    SIGMA_LAMBDA_ARCHIVE_BUCKET: 'archive',
    SIGMA_LAMBDA_EVIDENCE_BUCKET: 'evidence',
    SIGMA_LAMBDA_BUCKET_OWNER: '123456789012',
    SIGMA_LAMBDA_QUEUE_URL: OWN,
    SIGMA_LAMBDA_FAILURE_QUEUE_URL: `${OWN}-dlq`,
    SIGMA_LAMBDA_SOURCES: JSON.stringify(sources),
    SIGMA_LAMBDA_FDR: typeof feed === 'string' ? feed : JSON.stringify(feed),
  };
}

describe('the configuration of a feed', () => {
  it('has the feed, our own queues, and what every scan is told', () => {
    const config = parseFdrConfig(envOf(FEED));
    const { feed, bucket, sources, queueUrl, failureQueueUrl, tenant, joinGraceSeconds } = config;
    assert.deepEqual(feed, FEED);
    assert.deepEqual([bucket, sources[0]?.prefixes], [SOURCE.bucket, SOURCE.prefixes]);
    assert.deepEqual(
      [queueUrl, failureQueueUrl, tenant, joinGraceSeconds],
      [OWN, `${OWN}-dlq`, 'default', 900],
    );
  });

  const WRONG: readonly (readonly [unknown, RegExp])[] = [
    ['', /SIGMA_LAMBDA_FDR is ""; expected the URL of an SQS queue under "queueUrl"/],
    [{ ...FEED, queueUrl: 'queue' }, /expected the URL of an SQS queue under "queueUrl"$/],
    [{ ...FEED, region: 'us-1' }, /expected an AWS region under "region"$/],
    [{ ...FEED, secretArn: 'AKIA' }, /expected the ARN of a secret under "secretArn"$/],
  ];
  for (const [feed, message] of WRONG) {
    it(`is refused with ${JSON.stringify(feed).slice(0, 60)}: ${message.source}`, () => {
      assert.throws(() => parseFdrConfig(envOf(feed)), { name: 'ConfigError', message });
    });
  }

  it('may have several entries of its bucket, and is refused with another', () => {
    const other = { ...SOURCE, prefixes: ['fdr/'] };
    assert.equal(parseFdrConfig(envOf(FEED, [SOURCE, other])).sources.length, 2);
    assert.throws(() => parseFdrConfig(envOf(FEED, [SOURCE, { bucket: 'other' }])), {
      name: 'ConfigError',
      message: /^SIGMA_LAMBDA_SOURCES is .*; expected one bucket$/,
    });
  });

  it('is refused without queues of our own', () => {
    const { SIGMA_LAMBDA_QUEUE_URL: _own, ...without } = envOf(FEED);
    assert.throws(() => parseFdrConfig(without), ConfigError);
  });
});
