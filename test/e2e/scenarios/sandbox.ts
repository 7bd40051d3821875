// The function's process → the template's runtime and Node options are in force, and its role is no wider than its calls.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { tempFolder } from '../../infra/support/temp-folder.ts';
import { accessOf } from '../support/access.ts';
import { callsOf, deploy } from '../support/deploy.ts';
import { assertScanned } from '../support/findings.ts';
import { deployable } from '../support/physical.ts';
import { STORY } from '../support/samples.ts';
import type { Assembly } from '../support/template.ts';
import { withoutAction } from '../support/without-action.ts';

/** Says whether code can be made from text. */
const PROBE = `
try {
  Reflect.construct(globalThis['Function'], ['return 1'])();
  console.error('code from text: allowed');
} catch (error) {
  console.error('code from text: ' + error.name);
}
`;

/** What a scan of the queue's stack needs; without any of them a call is refused. */
const USED = [
  'dynamodb:BatchWriteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
  's3:GetObjectVersion',
  's3:PutObject',
  'sns:Publish',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];

/** Registers the tests. */
export function sandbox(template: () => Assembly): void {
  it('runs on Node 24, where no code can be made from text', async (t) => {
    const probe = join(tempFolder({ 'probe.cjs': PROBE }), 'probe.cjs');
    const stack = await deploy(t, template(), { preloads: [probe] });
    await assertScanned(stack, 'a.json', STORY);
    assert.equal(stack.scan.lambda.runtime, 'nodejs24.x');
    assert.match(stack.scan.invocations[0]?.logs ?? '', /code from text: EvalError/);
  });

  it('calls nothing that its role does not allow, and would be caught if it did', async (t) => {
    const stack = await deploy(t, template());
    await assertScanned(stack, 'a.json', STORY);
    const { roleName } = stack.scan;
    const operations = callsOf(stack.scan, [...stack.aws.log, ...stack.dynamo.log]);
    assert.deepEqual(stack.access.refused(roleName, operations), []);
    const needed = new Set(
      operations.flatMap(({ permissions }) => permissions.map(({ action }) => action)),
    );
    assert.deepEqual([...needed].toSorted(), USED);
    for (const action of USED) {
      const access = accessOf(deployable(withoutAction(template(), action), (name) => name));
      const refused = access.refused(roleName, operations);
      assert.ok(refused.length > 0 && refused.every((one) => one.startsWith(`${action} on `)));
    }
  });
}
