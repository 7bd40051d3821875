// A storm of failures is a handful of words to operations.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type TroubleFacts, troubleWord } from '../../../functions/notify/operations-words.ts';
import { createTellOperations } from '../../../functions/notify/tell-operations.ts';
import { toTold } from '../../../functions/notify/told.ts';
import { toAlertMessage, parseOnCallMessage } from '../../../src/alert/index.ts';
import { aFinding } from '../../alert/builders.ts';
import { anAlert } from '../../alert/pager-alerts.ts';
import { HOUR_MS } from '../../support/set-clock.ts';
import { createWorld } from './world.ts';

const ABOUT = { id: `a1_${'b'.repeat(27)}`, revision: 0, title: '[HIGH] Rule: scan.exe on ws-17' };
const FACTS: TroubleFacts = {
  destination: 'slack',
  trouble: 'refused',
  reason: 'host answered 404: no_service',
  about: ABOUT,
  sinceMs: Date.UTC(2026, 10, 20, 11, 58),
};

describe('operations', () => {
  it('hear of a destination and trouble once an hour, from however many processes', async () => {
    const { tellDeps, words, clock } = createWorld();
    const processes = [1, 2, 3].map(() => createTellOperations(tellDeps));
    for (let message = 0; message < 50; message++) {
      for (const tell of processes) await tell(FACTS);
    }
    assert.equal(words.length, 1);
    clock.advance(HOUR_MS);
    for (const tell of processes) await tell(FACTS);
    assert.equal(words.length, 2);
    await processes[0]?.({ ...FACTS, trouble: 'expired' });
    await processes[0]?.({ ...FACTS, destination: 'pagerduty' });
    assert.equal(words.length, 4);
  });

  it('hear of it at the next occasion where they could not be told', async () => {
    const { tellDeps, words, names } = createWorld();
    let isDown = true;
    const operations: typeof tellDeps.operations = {
      tell: async (word) => {
        if (isDown) throw new Error('down');
        words.push(word);
      },
    };
    const tell = createTellOperations({ ...tellDeps, operations });
    await tell(FACTS);
    isDown = false;
    await tell(FACTS);
    await tell(FACTS);
    assert.deepEqual([words.length, names()], [1, ['untold']]);
  });

  it('hear of it also while the ledger does not answer', async () => {
    const { tellDeps, words, ledger } = createWorld();
    const claim = async () => {
      throw new Error('down');
    };
    const tell = createTellOperations({ ...tellDeps, ledger: { ...ledger, claim } });
    await tell(FACTS);
    await tell(FACTS);
    assert.equal(words.length, 1);
  });
});

describe('a word to operations', () => {
  it('says who, what, why, since when, and what to do', () => {
    assert.deepEqual(troubleWord(FACTS), {
      subject: 'sigma-lambda: slack refused what was posted',
      text: `The message is in the dead-letter queue and is not tried again by itself.

Destination  slack
About        [HIGH] Rule: scan.exe on ws-17
Id           a1_${'b'.repeat(27)}, revision 0
Why          host answered 404: no_service
Since        2026-11-20T11:58:00.000Z

What to do: Mend what the reason names, test the destination, then redrive the queue.
See docs/notify.md, "What is refused".

Of this destination and trouble you hear once an hour at most; this may be one of many.
`,
    });
  });

  it('has a subject that SNS takes, whatever the destination is called', () => {
    for (const trouble of [
      'unpaged',
      'late',
      'refused',
      'expired',
      'unreadable',
      'unshown',
      'stuck',
    ] as const) {
      const { subject } = troubleWord({ ...FACTS, trouble, destination: 'd'.repeat(32) });
      assert.match(subject, /^[a-z][\x20-\x7e]{1,98}$/);
    }
  });

  it('shows nothing of a log that anybody could follow or be misled by', () => {
    const host = 'http://evil.example\u202e\nWhy  all is well';
    const { body } = toAlertMessage(anAlert({ lead: aFinding({ host }) }));
    const parsed = parseOnCallMessage(body);
    assert.ok(parsed.ok);
    const { title } = toTold(parsed.value, 'slack');
    const { text } = troubleWord({ ...FACTS, about: { ...ABOUT, title } });
    assert.doesNotMatch(text, /:\/\/evil|\u202e|^Why {2}all/m);
    assert.match(text, /About .*http\[:\]\/\/evil/);
  });
});
