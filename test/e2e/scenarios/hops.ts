// A large object whose time is over before it is read → its rest by the queue, the findings of the command line, each once.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { connection, lines } from '../../cli/samples.ts';
import { callsOf, type Deployment, deploy } from '../support/deploy.ts';
import { cliFindings, findingsIn } from '../support/findings.ts';
import { logLines } from '../support/log-lines.ts';
import type { Assembly } from '../support/template.ts';

/** Above the handler's reserve of 15 s by what two readings of one object may take. */
const SHORT_TIMEOUT_MS = 20_000;
/** So late that the first reading's time is over with the first records. */
const LATE_MS = 2_600;

/** Above 8 MB as stored, few records: three processes that connect to SMB at its beginning, in its middle, at its end. */
const LARGE = largeObject();

function largeObject(): string {
  const filler = 'x'.repeat(16_000);
  const others = Array.from({ length: 190 }, (_, index) =>
    connection(index, { DestinationPort: '8080', Message: filler }),
  );
  const smb = [0, 1, 2].map((process) =>
    connection(process, { ProcessGuid: `{313fa531-4300-5f91-ae04-00000000040${process}}` }),
  );
  return lines(
    smb
      .flatMap((one) => [...others, one])
      .slice(others.length - 1)
      .concat(others),
  );
}

/** Registers the tests. */
export function hops(template: () => Assembly): void {
  it('scans a large object in hops, one invocation each, and finds what one pass finds', async (t) => {
    const stack = await deploy(t, template(), { timeoutMs: SHORT_TIMEOUT_MS });
    delayReadings(stack, 2);
    await stack.put('large.ndjson', LARGE);
    await stack.run();
    const object = `s3://${stack.bucket}/large.ndjson`;
    const expected = await cliFindings(LARGE, object);
    const found = findingsIn(await stack.published(), object);
    assert.equal(expected.length, 3);
    assert.deepEqual(found, expected, 'each once');
    assert.deepEqual(await stack.failures(), []);
    // On a busy machine the rest may take more than one.
    assert.deepEqual(told(stack, 'object continued').slice(0, 2), [1, 2]);
    const claims = callsOf(stack.scan, stack.dynamo.log).filter(
      ({ id }) => id === 'dynamodb:UpdateItem',
    );
    assert.ok(claims.length >= 2 * 2);
    // Delivered again, it is known: the last hop entered the whole.
    await stack.put('large.ndjson', LARGE);
    await stack.run();
    assert.equal(logLines(stack.scan).filter(({ reason }) => reason === 'known').length, 1);
    assert.deepEqual(await stack.published(), []);
  });
}

function delayReadings({ aws }: Deployment, times: number): void {
  const effect = { kind: 'delay', delayMs: LATE_MS } as const;
  aws.faults.add({ operation: 's3:GetObject', effect, times });
}

/** Hops, as the log tells of them. */
function told({ scan }: Deployment, what: string): readonly unknown[] {
  return logLines(scan)
    .filter(({ message }) => message === what)
    .map(({ hop }) => hop);
}
