// cdk-nag: the stack is clean, and an unanswered finding stops the synthesis.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { addChecks } from '../../infra/nag.ts';
import { DESTINATIONS } from './support/destinations.ts';
import { appWith } from './support/template.ts';

const CONTEXTS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { trigger: 'direct' },
  { prefixes: 'edr/,fdr/', bucketName: 'example-logs' },
  { trigger: 'direct', prefixes: 'edr/date=2026/', destinations: DESTINATIONS },
];

describe('cdk-nag', () => {
  for (const context of CONTEXTS) {
    it(`finds nothing unanswered with ${JSON.stringify(context).slice(0, 70)}`, () => {
      const { app } = appWith(context);
      addChecks(app);
      for (const pack of [new AwsSolutionsChecks(app), new ServerlessChecks(app)]) {
        assert.deepEqual(pack.validateScope(app).violations, []);
      }
      app.synth();
    });
  }

  it('stops the synthesis at a finding that nobody answered for', () => {
    const { app, stack } = appWith();
    addChecks(app);
    new Bucket(stack, 'Careless');
    assert.throws(() => app.synth(), /validation/i);
  });
});
