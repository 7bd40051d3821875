// A plan on disk: written in parts, continued after any end, and refused where it is not what was written.

import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createPlanDraft, openPlan, type PlanDraft } from '../../../src/adapters/local/index.ts';
import {
  PLAN_FORMAT,
  PlanError,
  type PlannedObject,
  planIdOf,
  type ReplayPlan,
} from '../../../src/replay/index.ts';

const REQUEST = { kind: 's3', bucket: 'logs', prefix: '' };
const MODIFIED = '2026-11-20T10:00:00.000Z';

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'plan-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'plan');
}

function anObject(key: string) {
  return { bucket: 'logs', key, etag: `etag of ${key}`, size: 10, modified: MODIFIED };
}

async function finish(draft: PlanDraft): Promise<ReplayPlan> {
  const { sha256 } = await draft.seal();
  const { planned, byStorageClass, needsRestore } = draft.totals;
  const plan: ReplayPlan = {
    format: PLAN_FORMAT,
    id: planIdOf({ tenant: 'default', manifestSha256: sha256 }),
    created: MODIFIED,
    place: { kind: 's3', bucket: 'logs', prefix: '' },
    tenant: 'default',
    ...planned,
    byStorageClass,
    needsRestore,
    manifestSha256: sha256,
    estimate: { sampled: 0, passes: 2, lines: [], lowUsd: 0, highUsd: 0 },
  };
  await draft.finish(plan);
  return plan;
}

async function planOf(folder: string, keys: readonly string[]): Promise<ReplayPlan> {
  const draft = await createPlanDraft(folder, REQUEST);
  for (const key of keys) draft.add(anObject(key), false);
  return finish(draft);
}

async function keysOf(objects: AsyncIterable<PlannedObject>): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const one of objects) keys.push('key' in one ? one.key : one.path);
  return keys;
}

const ODD = ['a', 'b/ü "quoted"\n', 'c\u0001', 'd\u{1f600}'];

describe('a plan', () => {
  it('is read as it was written, whatever its keys are', async (t) => {
    const folder = newFolder(t);
    const plan = await planOf(folder, ODD);
    const opened = await openPlan(folder);
    assert.deepEqual(opened.plan, plan);
    assert.deepEqual(await keysOf(opened.objects()), ODD);
    assert.equal(plan.objects, ODD.length);
    assert.ok(!existsSync(join(folder, 'listing.json')));
  });

  it('goes on behind its last checkpoint, and is the same as if it had never ended', async (t) => {
    const whole = newFolder(t);
    const expected = await planOf(whole, ODD);
    const folder = newFolder(t);
    const draft = await createPlanDraft(folder, REQUEST);
    assert.equal(draft.after, undefined);
    draft.add(anObject('a'), false);
    draft.count({ requests: 1, empty: 2 });
    await draft.checkpoint('a');
    draft.add(anObject('lost'), false);
    await draft.flush();
    await draft.close();
    appendFileSync(join(folder, 'objects.jsonl.part'), '{"torn');
    const again = await createPlanDraft(folder, REQUEST);
    assert.equal(again.after, 'a');
    assert.deepEqual([again.totals.requests, again.totals.empty], [1, 2]);
    for (const key of ODD.slice(1)) again.add(anObject(key), false);
    const plan = await finish(again);
    assert.equal(plan.id, expected.id);
    assert.deepEqual(await keysOf((await openPlan(folder)).objects()), ODD);
  });

  it('goes on where it ended between the names of its files', async (t) => {
    const folder = newFolder(t);
    const draft = await createPlanDraft(folder, REQUEST);
    draft.add(anObject('a'), false);
    await draft.checkpoint('a');
    await draft.close();
    const text = readFileSync(join(folder, 'objects.jsonl.part'));
    rmSync(join(folder, 'objects.jsonl.part'));
    writeFileSync(join(folder, 'objects.jsonl'), text);
    await finish(await createPlanDraft(folder, REQUEST));
    assert.deepEqual(await keysOf((await openPlan(folder)).objects()), ['a']);
  });

  it('keeps what must be restored apart', async (t) => {
    const folder = newFolder(t);
    const draft = await createPlanDraft(folder, REQUEST);
    draft.add({ ...anObject('cold'), storageClass: 'GLACIER' }, true);
    draft.add(anObject('warm'), false);
    const plan = await finish(draft);
    assert.deepEqual(plan.needsRestore, { objects: 1, bytes: 10 });
    assert.deepEqual(plan.byStorageClass, {
      GLACIER: { objects: 1, bytes: 10 },
      STANDARD: { objects: 1, bytes: 10 },
    });
    assert.match(readFileSync(join(folder, 'needs-restore.jsonl'), 'utf8'), /"index":0.*cold/);
    assert.deepEqual(await keysOf((await openPlan(folder)).objects()), ['warm']);
  });

  it('does not take the place of another one, begun or whole', async (t) => {
    const folder = newFolder(t);
    const draft = await createPlanDraft(folder, REQUEST);
    await draft.checkpoint('a');
    await draft.close();
    const other = createPlanDraft(folder, { ...REQUEST, bucket: 'other' });
    await assert.rejects(other, /"bucket":"logs".*asks for.*"bucket":"other"/);
    await finish(await createPlanDraft(folder, REQUEST));
    await assert.rejects(
      createPlanDraft(folder, REQUEST),
      /holds a plan, and plans are not changed/,
    );
  });

  it('says what is wrong with a folder that holds none', async (t) => {
    const folder = newFolder(t);
    await assert.rejects(openPlan(folder), /holds no plan: there is no plan\.json; make one/);
    const draft = await createPlanDraft(folder, REQUEST);
    await draft.checkpoint('a');
    await draft.close();
    await assert.rejects(openPlan(folder), /listing did not end; the same `replay plan` again/);
  });

  const damages: readonly (readonly [string, string, (text: string) => string, RegExp])[] = [
    ['a changed manifest', 'objects.jsonl', (text) => text.replace('"a"', '"b"'), /SHA-256/],
    ['another form', 'plan.json', (text) => text.replace('plan/1', 'plan/9'), /format.*plan\/9/],
    ['no JSON', 'plan.json', (text) => text.slice(0, 50), /is no JSON object/],
    [
      'a hostile count',
      'plan.json',
      (text) => text.replace('"passes": 2', '"passes": -1'),
      /passes is -1/,
    ],
    ['another id', 'plan.json', (text) => text.replace('p1_', 'p2_'), /id is "p2_/],
  ];
  for (const [what, file, damage, expected] of damages) {
    it(`is refused with ${what}`, async (t) => {
      const folder = newFolder(t);
      await planOf(folder, ['a']);
      const path = join(folder, file);
      writeFileSync(path, damage(readFileSync(path, 'utf8')));
      await assert.rejects(openPlan(folder), (error) => {
        assert.ok(error instanceof PlanError);
        assert.match(error.message, expected);
        return true;
      });
    });
  }
});
