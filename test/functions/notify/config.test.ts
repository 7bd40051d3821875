// The environment of a destination's function: a wrong variable says what it is and what was expected.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseNotifyConfig } from '../../../functions/notify/config.ts';
import { ConfigError, TENANT_EXPECTED } from '../../../functions/shared/deployment.ts';

const SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:sigma/slack-AbCdEf';
const TOPIC_ARN = 'arn:aws:sns:eu-central-1:123456789012:sigma-lambda-email';
const QUEUE = 'https://sqs.eu-central-1.amazonaws.com/123456789012/sigma-lambda-notify-slack';
const SLACK = { kind: 'slack', name: 'slack', secretArn: SECRET_ARN };

function envOf(destination: unknown, more: Readonly<Record<string, string>> = {}) {
  return {
    SIGMA_LAMBDA_DESTINATION:
      typeof destination === 'string' ? destination : JSON.stringify(destination),
    SIGMA_LAMBDA_STATE_TABLE: 'sigma-lambda-state',
    SIGMA_LAMBDA_OPERATIONS_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:operations',
    SIGMA_LAMBDA_QUEUE_URL: QUEUE,
    SIGMA_LAMBDA_FAILURE_QUEUE_URL: `${QUEUE}-dlq`,
    ...more,
  };
}

describe('the configuration of a destination', () => {
  it('has defaults for what most sites leave out', () => {
    assert.deepEqual(parseNotifyConfig(envOf(SLACK)), {
      destination: SLACK,
      stateTable: 'sigma-lambda-state',
      tenant: 'default',
      tenants: ['default'],
      operationsTopicArn: 'arn:aws:sns:eu-central-1:123456789012:operations',
      queueUrl: QUEUE,
      failureQueueUrl: `${QUEUE}-dlq`,
      isLoopbackAllowed: false,
    });
  });

  it('has the tenants whose alerts it may tell', () => {
    const config = parseNotifyConfig(envOf(SLACK, { SIGMA_LAMBDA_TENANTS: '["acme","example"]' }));
    assert.deepEqual([config.tenant, config.tenants], ['default', ['acme', 'example']]);
  });

  it('has what a site says', () => {
    const config = parseNotifyConfig(
      envOf(SLACK, {
        SIGMA_LAMBDA_TENANT: 'acme',
        SIGMA_LAMBDA_RUNBOOK_URL: 'https://runbook.example.com/smb',
        SIGMA_LAMBDA_LOOPBACK: 'allowed',
        AWS_REGION: 'eu-central-1',
      }),
    );
    const { tenant, runbookUrl, isLoopbackAllowed, region } = config;
    assert.deepEqual(
      [tenant, runbookUrl, isLoopbackAllowed, region],
      ['acme', 'https://runbook.example.com/smb', true, 'eu-central-1'],
    );
  });

  const PAGER = { kind: 'pagerduty', name: 'pagerduty', secretArn: SECRET_ARN };
  const DESTINATIONS = [
    [PAGER, { ...PAGER, region: 'us' }],
    [{ ...PAGER, region: 'eu', endpoint: 'http://127.0.0.1:1/v2/enqueue' }, undefined],
    [{ kind: 'email', name: 'email', topicArn: TOPIC_ARN }, undefined],
    [{ kind: 'amazon-q', name: 'amazon-q', topicArn: TOPIC_ARN }, undefined],
  ] as const;
  for (const [found, expected = found] of DESTINATIONS) {
    it(`takes ${Object.values(found).join(' ')}`, () => {
      assert.deepEqual(parseNotifyConfig(envOf(found)).destination, expected);
    });
  }

  const WRONG: readonly (readonly [unknown, string])[] = [
    ['', 'has no kind; expected slack, pagerduty, email, amazon-q under "kind"'],
    ['https://hooks.slack.com/services/T0/B0/secret', 'has no kind; expected slack, '],
    [{ ...SLACK, kind: 'teams' }, 'has no kind; expected slack, '],
    [{ ...SLACK, name: 'Slack!' }, 'has no name; expected 1-32 of a-z, 0-9 and - under "name"'],
    [
      { ...SLACK, secretArn: 'https://hooks.slack.com/services/T0/B0/secret' },
      'has no secretArn; ',
    ],
    [
      { ...SLACK, webhook: 'secret' },
      'has a member that slack does not know; expected kind, name, ',
    ],
    [{ ...PAGER, region: 'de' }, 'has another region; expected us or eu'],
    [{ ...PAGER, endpoint: 1 }, 'has an endpoint; expected a URL'],
    [{ kind: 'email', name: 'email', topicArn: SECRET_ARN }, 'has no topicArn; expected an SNS '],
  ];
  for (const [found, expected] of WRONG) {
    it(`refuses a destination that ${expected}, and quotes nothing of it`, () => {
      assert.throws(
        () => parseNotifyConfig(envOf(found)),
        (error) =>
          error instanceof ConfigError &&
          error.message.startsWith(`SIGMA_LAMBDA_DESTINATION ${expected}`) &&
          !`${error.stack}${String(error.cause)}`.includes('T0/B0'),
      );
    });
  }

  for (const [name, found, expected] of [
    ['SIGMA_LAMBDA_LOOPBACK', 'true', '"allowed", or nothing'],
    ['SIGMA_LAMBDA_RUNBOOK_URL', 'http://runbook.example.com', 'an https URL'],
    ['SIGMA_LAMBDA_OPERATIONS_TOPIC_ARN', 'operations', 'an SNS topic ARN'],
    ['SIGMA_LAMBDA_QUEUE_URL', 'queue', 'the URL of an SQS queue'],
    ['SIGMA_LAMBDA_FAILURE_QUEUE_URL', '', 'the URL of an SQS queue'],
    ['SIGMA_LAMBDA_STATE_TABLE', '!', 'the name of a DynamoDB table'],
    ['SIGMA_LAMBDA_TENANT', 'a b', TENANT_EXPECTED],
  ] as const) {
    it(`refuses ${found} under ${name}`, () => {
      const message = `${name} is ${JSON.stringify(found)}; expected ${expected}`;
      assert.throws(
        () => parseNotifyConfig(envOf(SLACK, { [name]: found })),
        new ConfigError(message),
      );
    });
  }
});
