// The judge of posts: what it lets pass, and that it sees each thing that must not be.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testAlert } from '../../functions/notify/test-alert.ts';
import { toSlack } from '../../src/alert/index.ts';
import type { InvokeResult } from '../../src/local/index.ts';
import type { Alert } from '../../src/model/index.ts';
import { tellingOf } from '../e2e/support/alerts.ts';
import { type PostFacts, postVerdict } from './posts.ts';
import type { ArrivedPost, SlackAnswer } from './slack.ts';
import { parseSlackPost } from './slack-post.ts';
import type { Hand } from './telling.ts';

const NOW_MS = Date.UTC(2026, 10, 20);
const OPENED: Alert = {
  ...testAlert({ tenant: 'default', nowMs: NOW_MS, suffix: 'abcdefghijkl-nopqrstuvwx_z1' }),
  origin: 'live',
};
const RESOLVED: Alert = { ...OPENED, revision: 1, event: 'resolved', isActive: false };
const CLAIM = { id: 'dynamodb:PutItem', sessionToken: 'sandbox' };

describe('the judge of posts', () => {
  it('reads of a post what its reader does', () => {
    const body = JSON.stringify(toSlack(RESOLVED, { nowMs: NOW_MS }));
    const { text, ...read } = parseSlackPost(body) ?? assert.fail(body);
    assert.deepEqual(read, {
      telling: tellingOf(RESOLVED),
      id: RESOLVED.id,
      revision: 1,
      event: 'resolved',
      level: 'high',
      title: 'Test of this destination: nothing has happened',
      host: '`no-host.example.com`',
    });
    assert.match(text, /^Source: `sysmon`/m);
    assert.equal(parseSlackPost('{"text":"lunch"}'), undefined);
  });

  it('lets each revision pass once', () => {
    const { problems, summary } = judged([post(OPENED), post(RESOLVED)]);
    assert.deepEqual(problems, []);
    assert.match(summary, /2 shown, of 2 revisions of 1 alerts, 0 of them again/);
  });

  it('lets a second post pass where the first was not heard of, and counts it', () => {
    const cases: readonly (readonly [ArrivedPost, string])[] = [
      [post(OPENED, { answer: { kind: 'lose' } }), 'its answer was lost'],
      [post(OPENED, { answer: { kind: 'stall' } }), 'its answer did not come'],
      [post(OPENED, { hand: DEAD }), 'its sender died before the ledger had it'],
      [post(OPENED, { hand: logging('post not recorded') }), 'the ledger did not take it'],
      [post(OPENED, { hand: logging('post uncertain') }), 'its answer came too late'],
    ];
    for (const [first, reason] of cases) {
      const { problems, summary } = judged([first, post(OPENED), post(RESOLVED)]);
      assert.deepEqual(problems, []);
      assert.ok(summary.includes(`1 of them again: ${reason} 1`), summary);
    }
  });

  it('sees a second post without a reason, also of one who died later', () => {
    for (const [hand, calls] of [
      [ALIVE, []],
      [DEAD, [CLAIM]],
    ] as const) {
      const { problems } = judged([post(OPENED, { hand }), post(OPENED), post(RESOLVED)], {
        calls,
      });
      assert.deepEqual(problems, [
        `Slack has ${tellingOf(OPENED)} twice, though its post was heard of`,
      ]);
    }
  });

  it('sees what comes behind the last word', () => {
    const { problems } = judged([post(RESOLVED), post(OPENED)]);
    assert.deepEqual(problems, [`Slack has ${tellingOf(OPENED)} behind ${tellingOf(RESOLVED)}`]);
  });

  it('sees what was not posted, unless something newer stands in its place', () => {
    const missing = `Slack was never posted ${tellingOf(RESOLVED)}, and it was not superseded`;
    const refused = post(RESOLVED, { answer: { kind: 'status', status: 500 } });
    assert.deepEqual(judged([post(OPENED), refused]).problems, [missing]);
    const hand = logging('passed over', { ...RESOLVED, reason: 'superseded' });
    assert.deepEqual(judged([post(OPENED)], { hands: [hand] }).problems, []);
    const untold = `Slack has no ${OPENED.lead.rule.title} on no-host.example.com`;
    assert.ok(judged([post(RESOLVED)]).problems.includes(untold));
  });

  it('sees what was not published, or not so', () => {
    const later: Alert = { ...RESOLVED, revision: 2 };
    assert.deepEqual(judged([post(OPENED), post(RESOLVED), post(later)]).problems, [
      `Slack was posted ${tellingOf(later)}, which was never published`,
    ]);
    const { problems } = judged([post({ ...OPENED, level: 'low' }), post(RESOLVED)]);
    assert.match(problems.join(), /as opened, low, .*; not so published$/);
  });
});

const ALIVE = handOf({ kind: 'payload', payload: null }, '');
const DEAD = handOf({ kind: 'error', error: { errorType: 'killed', errorMessage: '' } }, '');

function logging(
  message: string,
  { id, revision, reason }: Pick<Alert, 'id' | 'revision'> & { readonly reason?: string } = OPENED,
): Hand {
  const line = JSON.stringify({ message, alert: id, revision, reason });
  return handOf({ kind: 'payload', payload: null }, `${line}\n`);
}

function handOf(
  answer:
    | Pick<InvokeResult & { kind: 'payload' }, 'kind' | 'payload'>
    | Pick<InvokeResult & { kind: 'error' }, 'kind' | 'error'>,
  logs: string,
): Hand {
  const result = { ...answer, requestId: '', durationMs: 0, isCold: false, logs };
  return { tellings: new Set(), sandboxId: 'sandbox', result };
}

function post(
  alert: Alert,
  { answer, hand = ALIVE }: { readonly answer?: SlackAnswer; readonly hand?: Hand } = {},
): ArrivedPost {
  return {
    post: parseSlackPost(JSON.stringify(toSlack(alert, { nowMs: NOW_MS }))),
    answer,
    isTaken: answer?.kind !== 'status',
    hands: [hand],
    from: 0,
  };
}

function judged(
  arrived: readonly ArrivedPost[],
  { hands = [], calls = [] }: Partial<Pick<PostFacts, 'hands' | 'calls'>> = {},
) {
  const alerts = [OPENED, RESOLVED];
  return postVerdict({ arrived, hands, alerts, found: [OPENED.lead], calls });
}
