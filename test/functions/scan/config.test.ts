// The environment is parsed once, and a wrong variable says what it is and what was expected.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { admit } from '../../../functions/scan/admit.ts';
import { parseConfig } from '../../../functions/scan/config.ts';
import { ConfigError } from '../../../functions/shared/deployment.ts';
import { DEFAULT_ROUTING } from '../../../src/alert/index.ts';

const ENV = {
  SIGMA_LAMBDA_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:findings',
  SIGMA_LAMBDA_STATE_TABLE: 'sigma-lambda-state',
  SIGMA_LAMBDA_ARCHIVE_BUCKET: 'sigma-archive',
  SIGMA_LAMBDA_EVIDENCE_BUCKET: 'sigma-evidence',
  SIGMA_LAMBDA_BUCKET_OWNER: '123456789012',
  SIGMA_LAMBDA_SOURCES: '[{"bucket":"logs","prefixes":["edr/"],"owner":"123456789012"}]',
};

describe('parseConfig', () => {
  it('reads where starts are kept in files; without, they are kept in the table', () => {
    const NAME = 'SIGMA_LAMBDA_SEGMENT_BUCKET';
    assert.equal(parseConfig({ ...ENV, [NAME]: 'starts' }).segmentBucket, 'starts');
    assert.equal(parseConfig(ENV).segmentBucket, undefined);
    for (const wrong of ['', 'Starts', 's3://starts']) {
      assert.throws(() => parseConfig({ ...ENV, [NAME]: wrong }), ConfigError);
    }
  });

  it('reads topic, table, buckets, sources and tenant', () => {
    assert.deepEqual(parseConfig({ ...ENV, SIGMA_LAMBDA_TENANT: 'acme' }), {
      topicArn: ENV.SIGMA_LAMBDA_TOPIC_ARN,
      stateTable: 'sigma-lambda-state',
      archiveBucket: 'sigma-archive',
      evidenceBucket: 'sigma-evidence',
      bucketOwner: '123456789012',
      tenant: 'acme',
      sources: [{ bucket: 'logs', prefixes: ['edr/'], owner: '123456789012', tenant: 'acme' }],
      joinGraceSeconds: 900,
      routing: DEFAULT_ROUTING,
      hourlyBudget: 5,
    });
  });

  it('reads of each source what its keys end with, whose it is, who writes it and where it comes from', () => {
    const sources = [
      { bucket: 'logs', prefixes: ['edr/'], suffix: '.json.gz', source: 'elastic-defend' },
      { bucket: 'others', tenant: 'example', source: 'sysmon', origin: 'live' },
      { bucket: 'canaries', origin: 'canary' },
      { bucket: 'canaries', tenant: 'canary', origin: 'canary' },
    ];
    const SIGMA_LAMBDA_SOURCES = JSON.stringify(sources);
    const config = parseConfig({ ...ENV, SIGMA_LAMBDA_TENANT: 'acme', SIGMA_LAMBDA_SOURCES });
    const canaries = { bucket: 'canaries', prefixes: [], tenant: 'canary' };
    assert.deepEqual(config.sources, [
      { ...sources[0], tenant: 'acme' },
      { bucket: 'others', prefixes: [], tenant: 'example', source: 'sysmon' },
      canaries,
      canaries,
    ]);
  });

  for (const [member, expected] of [
    [{ suffix: '' }, /a text in "suffix"/],
    [{ source: 'elastic' }, /one of sysmon, .* in "source"/],
    [{ tenant: 'a b' }, /in "tenant" 1-64 letters/],
    [{ tenant: 'canary' }, /not "canary", which is ours/],
    [{ origin: 'replay' }, /live or canary in "origin"/],
    [{ origin: 'canary', tenant: 'acme' }, /tenant "canary", or none, with origin "canary"/],
    [{ prefix: 'edr/' }, /of members bucket, prefixes, /],
  ] as const) {
    it(`takes no source with ${JSON.stringify(member)}`, () => {
      const SIGMA_LAMBDA_SOURCES = JSON.stringify([{ bucket: 'logs', ...member }]);
      assert.throws(() => parseConfig({ ...ENV, SIGMA_LAMBDA_SOURCES }), expected);
    });
  }

  it('reads how long connections wait for other objects; 0 is a choice', () => {
    const graceOf = (text: string) =>
      parseConfig({ ...ENV, SIGMA_LAMBDA_JOIN_GRACE_SECONDS: text }).joinGraceSeconds;
    assert.deepEqual(['0', '60', '43200'].map(graceOf), [0, 60, 43_200]);
  });

  it('reads who is told of which level and rule, and how often in an hour', () => {
    const config = parseConfig({
      ...ENV,
      SIGMA_LAMBDA_ROUTING: '{"levels":{"medium":"page"},"rules":{"r-1":"store"}}',
      SIGMA_LAMBDA_HOURLY_BUDGET: '1000',
    });
    assert.deepEqual(config.routing, {
      levels: { ...DEFAULT_ROUTING.levels, medium: 'page' },
      rules: new Map([['r-1', 'store']]),
    });
    assert.equal(config.hourlyBudget, 1_000);
  });

  it('says all that is wrong with a routing', () => {
    const SIGMA_LAMBDA_ROUTING = '{"levels":{"hihg":"page"},"rules":{"r-1":"pager"}}';
    assert.throws(
      () => parseConfig({ ...ENV, SIGMA_LAMBDA_ROUTING }),
      /SIGMA_LAMBDA_ROUTING: levels has "hihg"; expected one of .*; rules\.r-1 is "pager"; expected one of/,
    );
  });

  it('takes the tenant "default" where none is named', () => {
    assert.equal(parseConfig(ENV).tenant, 'default');
  });

  it('reads the queue that the rest of large objects goes to, where there is one', () => {
    const SIGMA_LAMBDA_QUEUE_URL = 'https://sqs.eu-central-1.amazonaws.com/123456789012/scan';
    const config = parseConfig({ ...ENV, SIGMA_LAMBDA_QUEUE_URL });
    assert.equal(config.queueUrl, SIGMA_LAMBDA_QUEUE_URL);
    assert.equal(parseConfig(ENV).queueUrl, undefined);
  });

  for (const [name, value] of [
    ['SIGMA_LAMBDA_QUEUE_URL', 'scan'],
    ['SIGMA_LAMBDA_TOPIC_ARN', undefined],
    ['SIGMA_LAMBDA_TOPIC_ARN', 'findings'],
    ['SIGMA_LAMBDA_STATE_TABLE', undefined],
    ['SIGMA_LAMBDA_STATE_TABLE', 'a table'],
    ['SIGMA_LAMBDA_ARCHIVE_BUCKET', undefined],
    ['SIGMA_LAMBDA_ARCHIVE_BUCKET', 's3://archive'],
    ['SIGMA_LAMBDA_EVIDENCE_BUCKET', undefined],
    ['SIGMA_LAMBDA_BUCKET_OWNER', 'me'],
    ['SIGMA_LAMBDA_JOIN_GRACE_SECONDS', '-1'],
    ['SIGMA_LAMBDA_JOIN_GRACE_SECONDS', '15m'],
    ['SIGMA_LAMBDA_JOIN_GRACE_SECONDS', '43201'],
    ['SIGMA_LAMBDA_JOIN_GRACE_SECONDS', ''],
    ['SIGMA_LAMBDA_SOURCES', undefined],
    ['SIGMA_LAMBDA_SOURCES', 'logs'],
    ['SIGMA_LAMBDA_SOURCES', '[]'],
    ['SIGMA_LAMBDA_SOURCES', '[{"prefixes":[]}]'],
    ['SIGMA_LAMBDA_SOURCES', '[{"bucket":"logs","prefixes":[5]}]'],
    ['SIGMA_LAMBDA_SOURCES', '[{"bucket":"logs","owner":"me"}]'],
    ['SIGMA_LAMBDA_ROUTING', 'page'],
    ['SIGMA_LAMBDA_ROUTING', ''],
    ['SIGMA_LAMBDA_ROUTING', '["page"]'],
    ['SIGMA_LAMBDA_HOURLY_BUDGET', '0'],
    ['SIGMA_LAMBDA_HOURLY_BUDGET', '1001'],
    ['SIGMA_LAMBDA_HOURLY_BUDGET', '5.5'],
    ['SIGMA_LAMBDA_HOURLY_BUDGET', ''],
    ['SIGMA_LAMBDA_TENANT', 'a b'],
    ['SIGMA_LAMBDA_TENANT', 'canary'],
  ] as const) {
    it(`refuses ${name}=${value} by name`, () => {
      const isNamed = (error: unknown) =>
        error instanceof ConfigError && error.message.includes(name);
      assert.throws(() => parseConfig({ ...ENV, [name]: value }), isNamed);
    });
  }
});

describe('admit', () => {
  const config = parseConfig(ENV);
  for (const [bucket, key, size, verdict] of [
    ['logs', 'edr/a.gz', 12, 'scan'],
    ['logs', 'edr/a.gz', undefined, 'scan'],
    ['logs', 'edr/odd/', 12, 'scan'],
    ['logs', 'edr/', 0, 'folder'],
    ['logs', 'edr/a.gz', 0, 'empty'],
    ['logs', 'other/a.gz', 12, 'not-configured'],
    ['elsewhere', 'edr/a.gz', 12, 'not-configured'],
  ] as const) {
    it(`answers ${verdict} for ${bucket}/${key} of ${size} bytes`, () => {
      const object = { bucket, key, ...(size === undefined ? {} : { size }) };
      const admission = admit(object, config);
      assert.equal(admission.kind === 'scan' ? 'scan' : admission.reason, verdict);
    });
  }

  it('reads a whole bucket where no prefix is named', () => {
    const whole = parseConfig({ ...ENV, SIGMA_LAMBDA_SOURCES: '[{"bucket":"logs"}]' });
    assert.equal(admit({ bucket: 'logs', key: 'any' }, whole).kind, 'scan');
  });

  it('gives an object to the source whose prefix and suffix it has', () => {
    const sources = [
      { bucket: 'logs', prefixes: ['a/'], suffix: '.gz', tenant: 'acme', source: 'sysmon' },
      { bucket: 'logs', prefixes: ['b/'], tenant: 'example' },
    ];
    const several = parseConfig({ ...ENV, SIGMA_LAMBDA_SOURCES: JSON.stringify(sources) });
    const tenantOf = (key: string) => {
      const admission = admit({ bucket: 'logs', key }, several);
      return admission.kind === 'scan' ? admission.source.tenant : admission.reason;
    };
    const keys = ['a/1.gz', 'b/1.json', 'a/1.json', 'c/1.gz'];
    assert.deepEqual(keys.map(tenantOf), ['acme', 'example', 'not-configured', 'not-configured']);
  });
});
