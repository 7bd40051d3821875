// What a terminal shows of a post to Slack.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { slackText } from '../../../src/cli/local/slack-text.ts';
import { ROOT } from '../../infra/support/root.ts';

const GOLDEN = join(ROOT, 'test/alert/golden/rule.fan-out.yml');

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const shown = (...texts: readonly string[]): string | undefined =>
  slackText(JSON.stringify({ blocks: texts.map(section) }), 'plain');

describe('a Slack message in a terminal', () => {
  it('says of an alert what an e-mail says: facts, steps, false positives, the filter word for word', () => {
    const { slack, email } = parse(readFileSync(GOLDEN, 'utf8'));
    const text = slackText(JSON.stringify(slack), 'plain') ?? '';
    const plain = (line: string) => line.trim().replaceAll(/ {2,}/g, '  ');
    const shownLines = text.split('\n').map(plain);
    const [said = ''] = String(email.text).split(/^Evidence /m);
    const missing = said
      .split('\n')
      .map(plain)
      .filter((line) => !shownLines.includes(line));
    assert.deepEqual(missing, []);
    assert.match(text, /^ {2}Evidence: s3:\/\/[\w.-]+\/evidence\/dt=[\w/.=-]+\.json$/m);
    assert.match(text, /^ {2}Runbook: https:\/\/wiki\.example\.com\/on-call\/smb$/m);
    assert.doesNotMatch(text, /[*`]|&(?:amp|lt|gt);/);
  });

  it('undoes each escape once, so that a log that wrote one shows what it wrote', () => {
    assert.equal(shown('`&amp;lt;b&amp;gt; &amp;amp;`'), '  &lt;b&gt; &amp;\n');
  });

  it('takes for markup only what Slack would', () => {
    assert.equal(shown('*Host*  `ws-17`'), '  Host  ws-17\n');
    assert.equal(
      shown('2 * 3 and &lt;https://example.com|x&gt;'),
      '  2 * 3 and <https://example.com|x>\n',
    );
    assert.equal(shown('```\na *b* `\n  c```'), '    a *b* `\n      c\n');
  });

  it('lets no character of a log act on the terminal', () => {
    const hostile = '\u001b[2J\u009b31m\u202eexe.txt\u0007\rHost  dc-01\u2028';
    const text = shown(`*Process*  \`${hostile}\``) ?? '';
    const name = '<U+001B>[2J<U+009B>31m<U+202E>exe.txt<U+0007><U+000D>Host  dc-01<U+2028>';
    assert.equal(text, `  Process  ${name}\n`);
    const styled = slackText(JSON.stringify({ blocks: [section(`\`${hostile}\``)] }), 'styled');
    assert.equal(styled, `  \u001b[36m${name}\u001b[39m\n`);
  });

  it('makes bold what is bold, on a terminal that may be sent escapes', () => {
    const body = JSON.stringify({ blocks: [section('*Do first*\n1. Read')] });
    assert.equal(slackText(body, 'styled'), '  \u001b[1mDo first\u001b[22m\n  1. Read\n');
  });

  it('shows the text where there are no blocks, and nothing of what Slack would refuse', () => {
    assert.equal(slackText('{"text":"hello"}', 'plain'), '  hello\n');
    for (const body of ['', '{', '[]', '{}', '{"blocks":[{"type":"table"}]}', '{"blocks":[1]}']) {
      assert.equal(slackText(body, 'plain'), undefined, body);
    }
  });
});
