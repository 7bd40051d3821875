// cdk-nag: the stacks are clean, and an unanswered finding stops the synthesis.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { addChecks } from '../../infra/nag.ts';
import { DESTINATIONS } from './support/destinations.ts';
import { FEED } from './support/feed.ts';
import { appWith, CHECKED, created, type Settings } from './support/template.ts';

const SETTINGS: readonly Settings[] = [
  { canary: 'on', replay: 'on' },
  { trigger: 'direct' },
  { buckets: [{ mode: 'created', name: 'example-logs', prefixes: ['edr/', 'fdr/'] }] },
  { buckets: [FEED] },
  { trigger: 'direct', ...created('edr/date=2026/'), destinations: DESTINATIONS },
];

describe('cdk-nag', () => {
  for (const settings of SETTINGS) {
    it(`finds nothing unanswered with ${JSON.stringify(settings).slice(0, 70)}`, () => {
      const { app } = appWith(settings, CHECKED);
      addChecks(app);
      for (const pack of [new AwsSolutionsChecks(app), new ServerlessChecks(app)]) {
        assert.deepEqual(pack.validateScope(app).violations, []);
      }
      app.synth();
    });
  }

  it('stops the synthesis at a finding that nobody answered for', () => {
    const { app, compute } = appWith();
    addChecks(app);
    new Bucket(compute, 'Careless');
    assert.throws(() => app.synth(), /validation/i);
  });
});
