// The environment of the canary: a wrong variable says what it is and what was expected.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseCanaryConfig } from '../../../functions/canary/config.ts';
import { ConfigError } from '../../../functions/shared/deployment.ts';

const ENV = {
  SIGMA_LAMBDA_CANARY_BUCKET: 'sigma-canaries',
  SIGMA_LAMBDA_BUCKET_OWNER: '123456789012',
  SIGMA_LAMBDA_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/canary',
};

it('has the bucket, its owner and the queue', () => {
  assert.deepEqual(parseCanaryConfig(ENV), {
    bucket: 'sigma-canaries',
    bucketOwner: '123456789012',
    queueUrl: ENV.SIGMA_LAMBDA_QUEUE_URL,
  });
});

for (const name of Object.keys(ENV)) {
  it(`refuses to be without ${name}`, () => {
    const isNamed = (error: unknown) =>
      error instanceof ConfigError && error.message.includes(name);
    assert.throws(() => parseCanaryConfig({ ...ENV, [name]: undefined }), isNamed);
  });
}
