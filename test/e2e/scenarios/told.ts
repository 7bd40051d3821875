// A deployment that configures nothing → who is told of what: alerts up to the budget, digests of the rest, and what time
// brings.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { connection, lines } from '../../cli/samples.ts';
import { HOUR_MS, MINUTE_MS } from '../../support/set-clock.ts';
import { alertProblems, alertsIn, digestsIn } from '../support/alerts.ts';
import { type Deployment, deploy } from '../support/deploy.ts';
import { dueItems, findingsOf } from '../support/stored.ts';
import { TOLD_BY_DEFAULT } from '../support/telling.ts';
import type { Assembly } from '../support/template.ts';

const PROCESSES = 25;
const BUDGET = 5;

/** A storm of a rule that is posted; one process of a rule that is read once a day, and one of a rule that pages. */
const OBJECT = lines([
  ...Array.from({ length: PROCESSES }, (_, index) =>
    connection(index, { ProcessGuid: `{313fa531-4300-5f91-ae04-0000000${10_000 + index}}` }),
  ),
  connection(0, {
    ProcessGuid: '{313fa531-4300-5f91-ae04-000000090000}',
    Image: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  }),
  ...Array.from({ length: 12 }, (_, index) =>
    connection(index, {
      ProcessGuid: '{313fa531-4300-5f91-ae04-000000080000}',
      Image: 'C:\\Windows\\explorer.exe',
      DestinationIp: `198.51.100.${index}`,
    }),
  ),
]);

/** Registers the tests. */
export function told(template: () => Assembly): void {
  it('pages, posts as often as the budget says, tells the rest in digests, and what time brings', async (t) => {
    let offsetMs = untilNoon(Date.now());
    const clock = { offsetMs: () => offsetMs };
    const changes = { environment: TOLD_BY_DEFAULT, clock };
    const stack = await deploy(t, template(), { ...changes, settle: changes });
    await stack.put('object.json', OBJECT);
    await stack.run();
    const messages = await stack.published();
    const alerts = alertsIn(messages);
    const [paged, ...others] = alerts.filter(({ route }) => route === 'page');
    assert.ok(paged !== undefined);
    assert.deepEqual([paged.level, others, alerts.length], ['high', [], 1 + BUDGET]);
    assert.match(paged.evidence ?? '', /^s3:\/\/.*\/evidence\/dt=.*\/f1_.*\.r1\.json$/);
    assert.ok(alerts.every(({ guide, filterTarget }) => guide && filterTarget));
    const page = messages.find(({ Body = '' }) => Body.includes(paged.id))?.MessageAttributes ?? {};
    assert.deepEqual(
      ['severity', 'route', 'event'].map((name) => page[name]?.StringValue),
      ['high', 'page', 'opened'],
    );

    // The storm is over with its digest: it is neither closed nor resolved aloud.
    offsetMs += HOUR_MS + 10 * MINUTE_MS;
    const hour = await settled(stack);
    const tellings = (taken: typeof messages) =>
      alertsIn(taken).map(({ id, event, revision }) => [id, event, revision]);
    assert.deepEqual(tellings(hour), [[paged.id, 'closed', 1]]);
    assert.deepEqual(
      digestsIn(hour).map(({ kind, route, findings }) => [kind, route, findings]),
      [['hour', 'post', PROCESSES - BUDGET]],
    );

    offsetMs += 25 * HOUR_MS;
    const day = await settled(stack);
    assert.deepEqual(tellings(day), [[paged.id, 'resolved', 2]]);
    assert.deepEqual(
      digestsIn(day).map(({ kind, route, findings }) => [kind, route, findings]),
      [['day', 'digest', 1]],
    );
    const all = [...alerts, ...alertsIn(hour), ...alertsIn(day)];
    const ids = new Set(all.map(({ lead }) => lead.id));
    const found = await findingsOf(stack);
    assert.equal(found.length, PROCESSES + 2);
    assert.deepEqual(
      alertProblems(
        all,
        found.filter(({ id }) => ids.has(id)),
      ),
      [],
    );
    assert.deepEqual([await dueItems(stack), await settled(stack)], [[], []]);
  });
}

/** Neither the day nor the hour is to end before the test says so. */
function untilNoon(nowMs: number): number {
  const day = 24 * HOUR_MS;
  return (1.5 * day - (nowMs % day)) % day;
}

async function settled({ settle, published }: Deployment) {
  const { kind, logs } = await settle.invoke({ source: 'aws.events' });
  assert.equal(kind, 'payload', logs);
  return await published();
}
