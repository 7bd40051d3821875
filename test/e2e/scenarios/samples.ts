// PUT of each sample → what is kept and told, which must be the command line's findings of these objects (P7).

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Finding } from '../../../src/model/index.ts';
import { deploy } from '../support/deploy.ts';
import { alertProblems, alertsIn, tellingOf } from '../support/alerts.ts';
import { cliFindings, cliFindingsOfSamples } from '../support/findings.ts';
import { SAMPLES } from '../support/samples.ts';
import { findingsOf } from '../support/stored.ts';
import type { Assembly } from '../support/template.ts';

/** Of one event, not of a window. */
function isSingle({ correlation }: Finding): boolean {
  return correlation === undefined;
}

function notificationOf(name: string, key: string): object {
  const encoded = encodeURIComponent(key);
  const s3 = { bucket: { name }, object: { key: encoded } };
  return { Records: [{ eventName: 'ObjectCreated:Put', s3 }] };
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}

/** Registers the tests. */
export function samples(template: () => Assembly): void {
  it('finds in all samples what the command line does, and tells of each process once', async (t) => {
    const stack = await deploy(t, template());
    for (const { key, body } of SAMPLES) await stack.put(key, body);
    const batches = await stack.run();
    const alerts = alertsIn(await stack.published());
    const stored = await findingsOf(stack);
    const kept = new Set(stored.map(({ id }) => id));
    const known = new Set((await cliFindingsOfSamples()).map(({ id }) => id));
    assert.deepEqual(alertProblems(alerts, stored), []);
    for (const { key, body } of SAMPLES) {
      const object = `s3://${stack.bucket}/${key}`;
      const found = await cliFindings(body, object);
      for (const { id } of found) {
        known.add(id);
        assert.ok(kept.has(id), key);
      }
      const expected = found.filter(isSingle);
      // Of a finding that several objects have, the first that was scanned is told.
      const leads = alerts
        .map(({ lead }) => lead)
        .filter(({ delivery }) => delivery.object === object);
      const told = leads.filter(isSingle).toSorted(byId);
      assert.deepEqual(
        told,
        expected.filter(({ id }) => told.some((one) => one.id === id)),
        key,
      );
    }
    // Windows may span the objects of a batch: no other finding than all the samples have together, or one by itself.
    const strange = stored.filter(({ id }) => !known.has(id));
    assert.deepEqual(
      strange.map(({ rule }) => rule.title),
      [],
    );
    assert.ok(SAMPLES.length >= 12 && alerts.length >= 4);
    assert.equal(new Set(alerts.map(tellingOf)).size, alerts.length, 'each once');
    assert.deepEqual(await stack.failures(), []);
    // The samples and S3's test events, of two buckets, five a batch.
    const sizes = batches.map(({ succeeded }) => succeeded.length);
    assert.ok(sizes.every((size) => size > 0 && size <= 5));
    assert.equal(
      sizes.reduce((sum, size) => sum + size),
      SAMPLES.length + 2,
    );
    // The bytes once more, and the notification once more without word of what it is about.
    for (const { key, body } of SAMPLES) {
      await stack.put(key, body);
      await stack.send(notificationOf(stack.bucket, key));
    }
    await stack.run();
    assert.deepEqual([await stack.published(), await stack.failures()], [[], []]);
  });
}
