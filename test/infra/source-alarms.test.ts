// Alarms of declared sources as the template has them: each is watched by itself, by what scan emits for it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SOURCE_METRICS } from '../../src/model/index.ts';
import { alarmsOf, metricsOf } from './support/alarms.ts';
import { templateFor } from './support/template.ts';

const DECLARED = [
  { mode: 'created', source: 'elastic-defend' },
  { mode: 'created', name: 'acme-logs', tenant: 'acme', source: 'elastic-defend' },
  { mode: 'created', name: 'cloud-logs', source: 'sentinelone' },
];
const settingsOf = (buckets: readonly object[]) => ({ tenant: 'example', buckets });
const sourceAlarmsOf = (settings: Parameters<typeof templateFor>[0]) =>
  alarmsOf(templateFor(settings)).filter(({ id }) => /^source-(?:silent|blind)$/.test(id));
const namesOf = (settings: Parameters<typeof templateFor>[0]) =>
  sourceAlarmsOf(settings).map(({ name }) => name.replace('sigma-lambda-source-', ''));

describe('declared sources', () => {
  const alarms = sourceAlarmsOf(settingsOf(DECLARED));

  it('have two alarms each, named by the source, and by the tenant where that is another’s', () => {
    assert.deepEqual(namesOf(settingsOf(DECLARED)), [
      'silent-elastic-defend',
      'blind-elastic-defend',
      'silent-acme.elastic-defend',
      'blind-acme.elastic-defend',
      'silent-sentinelone',
      'blind-sentinelone',
    ]);
  });

  it('are asked for by both dimensions, and for nothing that scan does not count by source', () => {
    for (const { name, properties } of alarms) {
      const source = /-(?:silent|blind)-(.+)$/.exec(name)?.[1];
      for (const { name: metric, dimensions } of metricsOf(properties)) {
        assert.deepEqual(dimensions, { service: 'scan', source });
        assert.ok(SOURCE_METRICS.some((one) => one === metric));
      }
    }
  });

  it('are blind without a start only where a connection needs one', () => {
    const asked = alarms
      .filter(({ id }) => id === 'source-blind')
      .map(({ properties }) => metricsOf(properties).map(({ name }) => name));
    const both = ['ObjectsScanned', 'Connections', 'Starts'];
    assert.deepEqual(
      asked.map((names) => [...names].sort()),
      [both.toSorted(), both.toSorted(), ['Connections', 'ObjectsScanned']],
    );
  });

  it('take the place of the alarms over all objects, which a bucket without a source keeps', () => {
    assert.deepEqual(namesOf(settingsOf([...DECLARED, { mode: 'created', name: 'any-logs' }])), [
      'silent',
      'blind',
      ...namesOf(settingsOf(DECLARED)),
    ]);
    assert.deepEqual(namesOf({}), ['silent', 'blind']);
  });

  it('are watched as one where two buckets are of one tenant and source', () => {
    const twice = [...DECLARED.slice(0, 1), { ...DECLARED[0], name: 'more-logs' }];
    assert.deepEqual(namesOf(settingsOf(twice)), ['silent-elastic-defend', 'blind-elastic-defend']);
  });

  it('may be CrowdStrike’s own bucket: who reads it counts as scan does', () => {
    const fdr = {
      mode: 'crowdstrike-fdr',
      name: 'cs-prod-example-data',
      queueUrl: 'https://sqs.us-west-1.amazonaws.com/123456789012/example',
      secretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:example/fdr-AbCdEf',
      region: 'us-west-1',
      source: 'crowdstrike-fdr',
    };
    assert.deepEqual(namesOf({ ...settingsOf([fdr]), region: 'eu-west-1' }), [
      'silent-crowdstrike-fdr',
      'blind-crowdstrike-fdr',
    ]);
  });

  it('have none where nobody wants to be told', () => {
    assert.deepEqual(namesOf({ ...settingsOf(DECLARED), silentAfterHours: 0 }), []);
  });
});
