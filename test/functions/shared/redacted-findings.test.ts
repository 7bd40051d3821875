// What the state table is given of findings.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { redactedFindings } from '../../../src/deliver/index.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import { unitedFinding } from '../../../src/finding/index.ts';
import { aFindingPart, aNote } from '../../state/builders.ts';
import { createSetClock, MINUTE_MS } from '../../support/set-clock.ts';

const TERMS = { owner: 'scan', leaseMs: MINUTE_MS };

it('keeps a finding without the secrets in its texts, under the keys that its id is of', async () => {
  const { findings } = createMemoryState(createSetClock());
  const store = redactedFindings(findings);
  const commandLine = 'net use \\\\fs\\c$ /user:corp\\al hunter2';
  const entityKey = 'img:c:\\net use z: /user:al hunter2|pid:4711';
  const part = aFindingPart();
  const delivery = { ...part.finding.delivery, object: 's3://logs/edr/password=acme/1.json' };
  const finding = { ...part.finding, process: { commandLine }, entityKey, delivery };
  assert.equal(await store.record({ ...part, finding }, TERMS), 'created');
  const kept = (await store.read(finding.tenant, finding.id))?.finding;
  assert.match(kept?.process.commandLine ?? '', /‹redacted:password›/);
  assert.equal(kept?.process.commandLine?.includes('hunter2'), false);
  assert.equal(kept?.entityKey, entityKey);
  assert.deepEqual(kept?.delivery, delivery);
});

it('keeps a destination that is no address once, and neither it nor a name with its secret', async () => {
  const { findings } = createMemoryState(createSetClock());
  const store = redactedFindings(findings);
  const ip = 'net use z: /user:al hunter2';
  const matches = [aNote('m1', { ip, host: ip }), aNote('m2')];
  const part = aFindingPart({ matches }, { destinations: [{ ip, port: 445 }], count: 2 });
  await store.record(part, TERMS);
  const { tenant, id } = part.finding;
  const stored = await store.read(tenant, id);
  assert.ok(stored !== undefined);
  assert.equal(JSON.stringify(stored).includes('hunter2'), false);
  assert.equal(unitedFinding(stored).destinations.length, 2);
  assert.equal(stored.matches[1]?.ip, '192.0.2.9');
});

it('hands on whose replay a finding has to be to be dropped: a live scan that took it over still tells of it', async () => {
  const clock = createSetClock();
  const { findings } = createMemoryState(clock);
  const store = redactedFindings(findings);
  const part = aFindingPart();
  const { tenant, id } = part.finding;
  await store.record(part, { ...TERMS, owner: 'run', origin: 'replay' });
  assert.equal(await store.record(part, TERMS), 'created');
  await store.dropped(tenant, id, 0, 'replay');
  const unsent: string[] = [];
  for await (const { finding } of store.unsent(clock.nowMs() + 2 * MINUTE_MS, TERMS)) {
    unsent.push(finding.id);
  }
  assert.deepEqual(unsent, [id]);
});
