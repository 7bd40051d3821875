// The environment of settle: a wrong variable says what it is and what was expected.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSettleConfig } from '../../../functions/settle/config.ts';
import { ConfigError } from '../../../functions/shared/deployment.ts';

const ENV = {
  SIGMA_LAMBDA_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:findings',
  SIGMA_LAMBDA_STATE_TABLE: 'sigma-lambda-state',
  SIGMA_LAMBDA_ARCHIVE_BUCKET: 'sigma-archive',
  SIGMA_LAMBDA_EVIDENCE_BUCKET: 'sigma-evidence',
  SIGMA_LAMBDA_BUCKET_OWNER: '123456789012',
};
const QUEUE = {
  SIGMA_LAMBDA_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/scan',
  SIGMA_LAMBDA_QUEUE_ROUND: '250',
};

describe('the configuration of settle', () => {
  it('has the queue and what the scans take of it at once', () => {
    const { queueUrl, roundSize } = parseSettleConfig({ ...ENV, ...QUEUE });
    assert.deepEqual([queueUrl, roundSize], [QUEUE.SIGMA_LAMBDA_QUEUE_URL, 250]);
  });

  it('has neither where no queue feeds the scans', () => {
    const config = parseSettleConfig(ENV);
    assert.deepEqual([config.queueUrl, config.roundSize], [undefined, undefined]);
  });

  for (const found of [undefined, '0', '1.5', '-3', 'many']) {
    it(`takes no ${found} for a number of messages`, () => {
      const act = () => parseSettleConfig({ ...ENV, ...QUEUE, SIGMA_LAMBDA_QUEUE_ROUND: found });
      const message = `SIGMA_LAMBDA_QUEUE_ROUND is ${JSON.stringify(found ?? '')}; expected a whole number from 1 to 999999`;
      assert.throws(act, new ConfigError(message));
    });
  }

  it('is told where scans keep nothing in files', () => {
    const startsOf = (found: Readonly<Record<string, string>>) =>
      parseSettleConfig({ ...ENV, ...found }).starts;
    assert.equal(startsOf({}), 'segments');
    assert.equal(startsOf({ SIGMA_LAMBDA_STARTS: 'table' }), 'table');
    const message = 'SIGMA_LAMBDA_STARTS is "elsewhere"; expected segments or table';
    assert.throws(() => startsOf({ SIGMA_LAMBDA_STARTS: 'elsewhere' }), new ConfigError(message));
  });

  it('judges for its tenant alone, or for all that are named', () => {
    const tenantsOf = (env: Readonly<Record<string, string>>) =>
      parseSettleConfig({ ...ENV, ...env }).tenants;
    assert.deepEqual(tenantsOf({}), ['default']);
    assert.deepEqual(tenantsOf({ SIGMA_LAMBDA_TENANT: 'acme' }), ['acme']);
    assert.deepEqual(tenantsOf({ SIGMA_LAMBDA_TENANTS: '["acme","example"]' }), [
      'acme',
      'example',
    ]);
  });

  for (const [found, expected] of [
    ['acme', /a JSON list with at least one tenant/],
    ['[]', /a JSON list with at least one tenant/],
    ['["a b"]', /1-64 letters, digits/],
    ['[5]', /1-64 letters, digits/],
    ['["canary"]', /not "canary", which is ours/],
    ['["acme","acme"]', /each tenant once/],
  ] as const) {
    it(`takes no ${found} for its tenants`, () => {
      const act = () => parseSettleConfig({ ...ENV, SIGMA_LAMBDA_TENANTS: found });
      assert.throws(act, expected);
    });
  }
});
