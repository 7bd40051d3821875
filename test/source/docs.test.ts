// docs/sources.md is what the tables say.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { COVERAGE_COMMAND, feedsOf } from '../../scripts/rule-feeds.ts';
import { describeSources, listSources } from '../../src/source/index.ts';
import { runHere } from '../cli/run-here.ts';

const { stdout } = await runHere(COVERAGE_COMMAND);
const feeds = feedsOf(stdout);

describe('docs/sources.md', () => {
  it('is as scripts/gen-docs.ts writes it', () => {
    const written = readFileSync(new URL('../../docs/sources.md', import.meta.url), 'utf8');
    assert.equal(written, describeSources(feeds), 'run `node scripts/run.mjs scripts/gen-docs.ts`');
  });

  it('says of each source what each shipped rule gets there, and what to switch on', () => {
    const [, section = ''] = describeSources(feeds).split('## ');
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    assert.equal(rows.length, listSources().length);
    const lolbin = feeds.findIndex(({ title }) => title.startsWith('Detect LOLBins'));
    const cellOf = (id: string) =>
      rows.find((row) => row.startsWith(`| \`${id}\``))?.split(' | ')[lolbin + 1];
    assert.equal(cellOf('elastic-defend'), 'yes; joined: CommandLine, OriginalFileName');
    assert.equal(
      cellOf('crowdstrike-fdr'),
      'after the join; joined: CommandLine, Image, OriginalFileName, ProcessId',
    );
    assert.equal(cellOf('sentinelone'), 'yes; missing: OriginalFileName');
    assert.equal(cellOf('windows-eventlog'), '–');
  });

  it('names every source and derived field', () => {
    const text = describeSources(feeds);
    for (const source of listSources({ mapSecurityEvents: true })) {
      assert.ok(text.includes(`\`${source.id}\``));
      for (const { field } of source.derived) assert.ok(text.includes(`| \`${field}\` |`), field);
    }
  });
});
