// An object that was cut short, and comes again whole: what is kept of it in the end is as if it had been whole at once.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import type { S3Object } from '../../../src/adapters/aws/index.ts';
import { findingsOf, hopsWorld, objectOf, refOf, type ScanRequest, scanHop } from './hops-world.ts';

const SAMPLE = new URL(
  '../../../events/sysmon/ls.s3.60227259-092d-4d4b-a81f-689dcef711f5.2026-11-20T10.15.tag_sysmon.part1.txt.gz',
  import.meta.url,
);
/** A start of powershell, and its connection to port 445. */
const START = 4;
const CONNECTION = 7;

/** The connection stands before what its process's start tells of it. */
function connectionFirst(): { readonly bytes: Buffer; readonly cutAt: number } {
  const lines = gunzipSync(readFileSync(SAMPLE)).toString().split('\n');
  const [start, connection] = [START, CONNECTION].map((at) => `${lines[at]}\n`);
  const filler = `${lines[CONNECTION + 1]}\n`.repeat(40);
  const before = Buffer.from(`${connection}${filler}`);
  return { bytes: Buffer.concat([before, Buffer.from(`${start}`)]), cutAt: before.length };
}

function cut(object: S3Object, atBytes: number): S3Object {
  return {
    ...object,
    async *open(from = 0) {
      let left = atBytes - from;
      for await (const chunk of object.open(from)) {
        yield chunk.subarray(0, left);
        left -= chunk.length;
        if (left <= 0) throw new Error('the time is over');
      }
    },
  };
}

const { bytes, cutAt } = connectionFirst();
const request: ScanRequest = { kind: 'scan', object: refOf(bytes) };

async function keptAfter(...objects: readonly S3Object[]) {
  const world = hopsWorld();
  for (const object of objects) await scanHop(world, object, request);
  return { told: world.told, findings: await findingsOf(world) };
}

it('shows what the start told of a connection, which stood behind the cut', async () => {
  const whole = await keptAfter(objectOf(bytes));
  assert.ok(whole.findings.some(({ joined = [] }) => joined.includes('CommandLine')));
  const again = await keptAfter(cut(objectOf(bytes), cutAt), objectOf(bytes));
  assert.deepEqual(again.told, ['incomplete', 'scanned']);
  assert.deepEqual(again.findings, whole.findings);
});

it('keeps it where the cut one comes last', async () => {
  const whole = await keptAfter(objectOf(bytes));
  const last = hopsWorld();
  await scanHop(last, objectOf(bytes), request);
  last.deps.ledger.read = async () => undefined;
  await scanHop(last, cut(objectOf(bytes), cutAt), request);
  assert.deepEqual(last.told, ['scanned', 'incomplete']);
  assert.deepEqual(await findingsOf(last), whole.findings);
});
