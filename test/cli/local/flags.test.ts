// What `local` refuses before it starts anything, in words, and without a character of a secret.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { toLocalOptions } from '../../../src/cli/local/options.ts';
import { tempFolder } from '../../infra/support/temp-folder.ts';
import { runHere } from '../run-here.ts';

const FOLDER = tempFolder({
  hook: 'https://hooks.slack.com/services/T0/B0/secret\n',
  key: 'R0UTINGKEY\n',
  empty: '\n',
});
const at = (name: string) => join(FOLDER, name);

describe('local', () => {
  const refused: readonly (readonly [readonly string[], number, RegExp])[] = [
    [['--once'], 64, /--once ends when a folder is scanned; name it by --watch/],
    [['--port', '0'], 64, /--port is no port; expected 1 to 65535/],
    [['--grace', '1.5'], 64, /--grace is no number of seconds; expected 0 to 43200/],
    [['--watch', at('none')], 2, /--watch .*none does not exist; expected a folder/],
    [['--watch', at('key')], 2, /--watch .*key is no folder; expected a folder/],
    [
      ['--slack', 'https://example.com/secret'],
      64,
      /--slack is no webhook; expected https:\/\/hooks/,
    ],
    [['--slack', at('key')], 64, /--slack is no webhook/],
    [['--slack', at('none')], 2, /--slack cannot be read: ENOENT/],
    [['--pagerduty-key-file', at('empty')], 2, /--pagerduty-key-file: the file holds no secret/],
  ];
  for (const [args, code, words] of refused) {
    it(`refuses ${args.join(' ').replace(FOLDER, '')}`, async () => {
      const run = await runHere(['local', ...args]);
      assert.match(run.stderr, words);
      assert.doesNotMatch(run.stdout + run.stderr, /com\/secret|R0UTINGKEY/);
      assert.equal(run.code, code);
    });
  }

  it('takes a webhook and a key from files, for the routes of a deployment', () => {
    const flags = { port: 0, grace: 5, slack: at('hook'), pagerdutyKeyFile: at('key') };
    const { destinations } = toLocalOptions(flags);
    const [slack, pager] = destinations;
    assert.equal(slack?.secret, 'https://hooks.slack.com/services/T0/B0/secret');
    assert.deepEqual(slack.routes, ['page', 'post', 'digest']);
    assert.equal(pager?.secret, 'R0UTINGKEY');
    assert.deepEqual(pager.routes, ['page']);
    assert.ok(destinations.every(({ isLoopback }) => !isLoopback));
  });
});
