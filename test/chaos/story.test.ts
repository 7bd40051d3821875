// The story itself: as large as promised, the same each time, and told of by one scan of all objects as it states.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { findingKey, statedKeys } from './expected.ts';
import { cliStory } from './cli-story.ts';
import { tellStory } from './story/story.ts';

describe('the story', () => {
  const story = tellStory();

  it('has 40 attacks, at least 200 objects and 12,000 records', () => {
    const records = story.objects.reduce((sum, object) => sum + object.records, 0);
    assert.equal(story.attacks.length, 40);
    assert.ok(story.objects.length >= 200, `${story.objects.length} objects`);
    assert.ok(records >= 12_000, `${records} records`);
    assert.equal(new Set(story.objects.map(({ key }) => key)).size, story.objects.length);
  });

  it('is the same each time it is told', () => {
    const told = () =>
      tellStory(['sysmon-nxlog', 'crowdstrike-fdr']).objects.map(
        ({ key, body }) => `${key} ${createHash('sha256').update(body).digest('hex')}`,
      );
    assert.deepEqual(told(), told());
  });

  it('has what it states and nothing else, by a scan of all objects at once', async () => {
    const { findings, records, rejected } = await cliStory(story);
    assert.deepEqual(findings.map(findingKey).toSorted(), statedKeys(story));
    const whole = story.objects.filter(({ isCutShort }) => !isCutShort);
    assert.ok(records >= whole.reduce((sum, object) => sum + object.records, 0));
    assert.equal(rejected, 3);
  });
});
