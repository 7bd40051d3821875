// Objects → alerts → destinations: each told once of what it is for, whatever it answers at first; what it refuses is kept and said.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Message, SendMessageCommand } from '@aws-sdk/client-sqs';
import { accessOf } from '../support/access.ts';
import { callsOf } from '../support/deploy.ts';
import { ROUTING_KEY } from '../support/destinations.ts';
import {
  failuresOf,
  nextRevision,
  openWorld,
  publish,
  type World,
} from '../support/notify-world.ts';
import { deployable } from '../support/physical.ts';
import { OTHER_STORY, STORY } from '../support/samples.ts';
import type { Assembly } from '../support/template.ts';
import { withoutAction } from '../support/without-action.ts';

const SLACK = '/services/';
const PAGERDUTY = '/v2/enqueue';
const KEY = 'edr/a.json';

/** Registers the tests. They share a deployment, and go on from one another. */
export function notified(template: () => Assembly): void {
  describe('the destinations of a deployment', { concurrency: 1 }, () => {
    const ends: (() => Promise<void>)[] = [];
    let opened: World | undefined;
    const world = (): World => opened ?? assert.fail('not deployed');
    before(async () => {
      opened = await openWorld(template(), (end) => ends.push(end));
    });
    after(async () => {
      const ended = await Promise.allSettled(ends.map((end) => end()));
      for (const one of ended) if (one.status === 'rejected') throw one.reason;
    });

    it('are told of an alert once each, by their routes', async () => {
      const { stack, server, mail, chat } = world();
      await stack.put(KEY, Buffer.concat([STORY, OTHER_STORY]));
      await stack.run();
      await stack.tell();
      const messages = await stack.published();
      const [pages, posts] = ['page', 'post'].map((route) =>
        messages.filter((one) => attributeOf(one, 'route') === route),
      );
      assert.ok(pages?.length && posts?.length && pages.length + posts.length === messages.length);
      assert.deepEqual(toldIds(server.taken(SLACK), messages), idsOf(messages));
      assert.deepEqual(toldIds(server.taken(PAGERDUTY), messages), idsOf(pages));
      assert.deepEqual(toldIds(bodiesOf(await mail()), messages), idsOf(posts));
      assert.deepEqual(toldIds(bodiesOf(await chat()), messages), idsOf(messages));
      assert.equal(server.posts.length, messages.length + pages.length, 'none was tried again');
      world().messages.push(...messages);
    });

    it('are told nothing twice, and nothing of a canary', async () => {
      const { stack, server, mail, chat, messages } = world();
      const before = server.posts.length;
      for (const message of messages) {
        await publish(stack, message);
        await publish(stack, message, { origin: 'canary' });
      }
      const batches = await stack.tell();
      // Slack and the chat get all again, PagerDuty or the mail one of each; of a canary nobody gets anything.
      const received = batches.flatMap(({ succeeded }) => succeeded);
      assert.equal(received.length, 3 * messages.length);
      assert.deepEqual([server.posts.length, await mail(), await chat()], [before, [], []]);
    });

    it('are tried until they take it; one that refuses holds up no other', async () => {
      const { stack, server, operations, messages } = world();
      const [page] = messages.filter((one) => attributeOf(one, 'route') === 'page');
      assert.ok(page !== undefined);
      const before = server.posts.length;
      server.answerNext(
        SLACK,
        { kind: 'status', status: 500, body: 'server_error' },
        { kind: 'status', status: 429, retryAfter: '30' },
        { kind: 'reset' },
      );
      server.answerNext(PAGERDUTY, {
        kind: 'status',
        status: 400,
        body: '{"status":"invalid event"}',
      });
      const next = nextRevision(page);
      await publish(stack, next);
      await stack.tell();
      const posts = server.posts.slice(before);
      const taken = posts
        .filter(({ isTaken }) => isTaken)
        .map(({ path }) => path.slice(0, SLACK.length));
      assert.deepEqual(taken, [SLACK]);
      const statuses = posts.map(({ answer }) =>
        'status' in answer ? answer.status : answer.kind,
      );
      assert.deepEqual(statuses.toSorted(), [200, 400, 429, 500]);
      assert.deepEqual(await failuresOf(stack, 'Soc'), []);
      const [refused, ...others] = await failuresOf(stack, 'OnCall');
      assert.deepEqual([refused?.Body, others], [next.Body, []]);
      const [word, ...more] = await operations();
      assert.match(word?.Body ?? '', /on-call[\s\S]*400/);
      assert.deepEqual(more, []);
      assert.ok(![ROUTING_KEY, 'secret-of-soc'].some((secret) => word?.Body?.includes(secret)));

      // What was refused is sent back once the cause is gone, as docs/notify.md has it.
      const QueueUrl = stack.stack.outputs['NotifyOnCallQueueUrl'];
      await stack.clients.sqs.send(
        new SendMessageCommand({ QueueUrl, MessageBody: refused?.Body }),
      );
      await stack.tell();
      const [redriven, ...twice] = server.posts.slice(before + posts.length);
      assert.deepEqual([redriven?.path, redriven?.isTaken, twice], [PAGERDUTY, true, []]);
    });

    it('may do no more than their calls take', () => {
      const { stack, template: whole } = world();
      for (const [name, needed] of Object.entries(NEEDED)) {
        const deployed = stack.notify.get(name) ?? assert.fail(name);
        const calls = callsOf(deployed, [...stack.aws.log, ...stack.dynamo.log]);
        const actions = calls.flatMap(({ permissions }) => permissions.map(({ action }) => action));
        assert.deepEqual([...new Set(actions)].toSorted(), needed, name);
        for (const action of needed) {
          const access = accessOf(deployable(withoutAction(whole, action), (one) => one));
          const refused = access.refused(deployed.roleName, calls);
          assert.ok(refused.length > 0 && refused.every((one) => one.startsWith(`${action} on `)));
        }
      }
    });
  });
}

/** What telling takes of each role. All that was told was posted before, or refused: only Slack had to wait. */
const COMMON = [
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  soc: [...COMMON, 'secretsmanager:GetSecretValue', 'sqs:ChangeMessageVisibility'].toSorted(),
  'on-call': [
    ...COMMON,
    'secretsmanager:GetSecretValue',
    'sns:Publish',
    'sqs:SendMessage',
  ].toSorted(),
  mail: [...COMMON, 'sns:Publish'].toSorted(),
  chat: [...COMMON, 'sns:Publish'].toSorted(),
};

function attributeOf({ MessageAttributes }: Message, name: string): string | undefined {
  return MessageAttributes?.[name]?.StringValue;
}

function idOf({ Body = '' }: Message): string {
  return JSON.parse(Body).alert.id;
}

function idsOf(messages: readonly Message[]): readonly string[] {
  return messages.map(idOf).toSorted();
}

function bodiesOf(messages: readonly Message[]): readonly string[] {
  return messages.map(({ Body = '' }) => Body);
}

/** The alert of each body, by its id somewhere in it. */
function toldIds(bodies: readonly unknown[], messages: readonly Message[]): readonly string[] {
  const ids = idsOf(messages);
  return bodies
    .flatMap((body) => {
      const text = JSON.stringify(body);
      return ids.filter((id) => text.includes(id));
    })
    .toSorted();
}
