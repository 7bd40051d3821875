// The canary, as it is deployed: what it puts comes back to it as an alert, by bucket, queue, scan, archive and topic.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { contentOf } from '../support/bucket-content.ts';
import { callsOf, deploy } from '../support/deploy.ts';
import type { Assembly } from '../support/template.ts';
import { until } from '../support/until.ts';

/** Registers the tests. */
export function canary(template: () => Assembly): void {
  it('brings the canary its alert, which counts for nothing but its latency, and has no route to people', async (t) => {
    const stack = await deploy(t, template());
    const { canary: deployed } = stack;
    assert.ok(deployed !== undefined);
    const running = deployed.invoke({ source: 'aws.events' });
    const isPut = () => callsOf(deployed, stack.aws.log).some(({ id }) => id === 's3:PutObject');
    await until('the canary to put its object', isPut);
    await stack.run();
    const { kind, logs } = await running;
    assert.equal(kind, 'payload', logs);
    for (const metric of ['"CanarySent":1', '"CanaryArrived":1', '"CanaryLatency":']) {
      assert.ok(logs.includes(metric), `${metric} in ${logs}`);
    }
    const scanLogs = stack.scan.invocations.map((one) => one.logs).join('\n');
    assert.match(scanLogs, /object scanned/);
    assert.doesNotMatch(scanLogs, /"(?:ObjectsScanned|Connections|Findings|Alerts\w+)":\d/);
    const [message, ...others] = await stack.published();
    assert.deepEqual(others, []);
    const { origin, route, tenant } = message?.MessageAttributes ?? {};
    assert.deepEqual(
      [origin, route, tenant].map((one) => one?.StringValue),
      ['canary', 'store', 'canary'],
    );
    for (const bucket of ['ArchiveBucketName', 'EvidenceBucketName']) {
      const keys = [...(await contentOf(stack, bucket)).keys()];
      assert.equal(keys.length, 1);
      assert.match(keys[0] ?? '', /^canary\/dt=/);
    }
    assert.deepEqual(await stack.failures(), []);
  });
}
