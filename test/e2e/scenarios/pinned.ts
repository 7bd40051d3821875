// An object replaced or deleted between its notification and its scan → acknowledged: what is there now has its own.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { deploy } from '../support/deploy.ts';
import { assertScanned, cliFindings, findingsIn } from '../support/findings.ts';
import { passedOver } from '../support/log-lines.ts';
import { OTHER_STORY, STORY } from '../support/samples.ts';
import type { Assembly } from '../support/template.ts';

/** More than a PUT takes on a busy machine. */
const REPLACE_MS = 1_500;

/** A bucket whose owner has suspended versions, or never had them: the ETag is the pin. */
const UNVERSIONED = { versions: 'none' } as const;

/** Registers the tests. */
export function pinned(template: () => Assembly): void {
  it('scans the very version of a notification, overwritten and deleted meanwhile', async (t) => {
    const stack = await deploy(t, template());
    await stack.put('a.json', OTHER_STORY);
    await stack.put('a.json', STORY);
    await stack.clients.s3.send(new DeleteObjectCommand({ Bucket: stack.bucket, Key: 'a.json' }));
    await stack.run();
    const object = `s3://${stack.bucket}/a.json`;
    const expected = [
      ...(await cliFindings(OTHER_STORY, object)),
      ...(await cliFindings(STORY, object)),
    ];
    const byId = (one: { readonly id: string }, other: { readonly id: string }) =>
      one.id < other.id ? -1 : 1;
    const found = findingsIn(await stack.published());
    assert.deepEqual(found.toSorted(byId), expected.toSorted(byId));
    const needed = stack.calls('s3:GetObject').flatMap(({ permissions }) => permissions);
    assert.deepEqual(
      needed.map(({ action }) => action),
      Array(2).fill('s3:GetObjectVersion'),
    );
    assert.deepEqual(passedOver(stack.scan), ['test-event', 'test-event']);
  });

  it('acknowledges a superseded object and scans the one that replaced it', async (t) => {
    const stack = await deploy(t, template(), UNVERSIONED);
    await stack.put('a.json', OTHER_STORY);
    await assertScanned(stack, 'a.json', STORY);
    assert.ok(passedOver(stack.scan).includes('superseded'));
    assert.equal(stack.calls('s3:GetObject').length, 2);
  });

  it('acknowledges an object that is gone', async (t) => {
    const stack = await deploy(t, template(), UNVERSIONED);
    await stack.put('a.json', STORY);
    await stack.clients.s3.send(new DeleteObjectCommand({ Bucket: stack.bucket, Key: 'a.json' }));
    await stack.run();
    assert.ok(passedOver(stack.scan).includes('gone'));
    assert.deepEqual([await stack.published(), await stack.failures()], [[], []]);
  });

  it('never mixes the bytes of two objects where one is replaced while it is read', async (t) => {
    const stack = await deploy(t, template(), UNVERSIONED);
    const { faults } = stack.aws;
    const operation = 's3:GetObject';
    faults.add({ operation, effect: { kind: 'break', afterBytes: 400 } });
    const replaced: Promise<void>[] = [];
    // The resume waits at S3's door until the object has been replaced.
    const resume = faults.add({
      operation,
      effect: { kind: 'delay', delayMs: REPLACE_MS },
      when: ({ headers }) => {
        const isResume = headers['range'] !== undefined;
        if (isResume) replaced.push(stack.put('a.json', STORY));
        return isResume;
      },
    });
    await stack.put('a.json', OTHER_STORY);
    await stack.run();
    await Promise.all(replaced);
    await stack.run();
    assert.equal(resume.hits, 1);
    assert.ok(passedOver(stack.scan).includes('superseded'));
    const object = `s3://${stack.bucket}/a.json`;
    assert.deepEqual(findingsIn(await stack.published()), await cliFindings(STORY, object));
  });
}
