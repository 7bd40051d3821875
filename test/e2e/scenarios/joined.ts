// Connections and what other objects say of their processes → what the command line finds in all of them together.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding, JsonObject } from '../../../src/model/index.ts';
import { fdrConnection, fdrStart } from '../../source/fdr-records.ts';
import { deploy } from '../support/deploy.ts';
import { alertProblems, alertsIn } from '../support/alerts.ts';
import { cliFindings } from '../support/findings.ts';
import { OTHER_STORY } from '../support/samples.ts';
import { findingsOf } from '../support/stored.ts';
import type { Assembly } from '../support/template.ts';

const WAITING = { joinGraceSeconds: 900 };

const OTHER_PROCESS = { ContextProcessId: '10289219500' };
const STARTS = [fdrStart({ id: 's1' }), fdrStart({ id: 's2', TargetProcessId: '10289219500' })];
const CONNECTIONS = [fdrConnection({ id: 'c1' }), fdrConnection({ id: 'c2', ...OTHER_PROCESS })];

/** Registers the tests. */
export function joined(template: () => Assembly): void {
  it('finds what a connection and its start say together, whichever object comes first', async (t) => {
    const stack = await deploy(t, template(), WAITING);
    const [first, second] = [0, 1].map((index) => [CONNECTIONS[index], STARTS[index]]);
    for (const objects of [first ?? [], (second ?? []).toReversed()]) {
      for (const record of objects) {
        await stack.put(`${String(record?.['id'])}.json`, linesOf([record ?? {}]));
        await stack.run();
      }
    }
    const { kind, logs } = await stack.settle.invoke({ source: 'aws.events' });
    assert.equal(kind, 'payload', logs);
    const expected = await cliFindings(linesOf([...CONNECTIONS, ...STARTS]), 'all');
    assert.notEqual(expected.length, 0);
    assert.deepEqual(cores(await findingsOf(stack)), cores(expected));
    assert.deepEqual(alertProblems(alertsIn(await stack.published()), expected), []);
    assert.deepEqual(await stack.failures(), []);
  });

  it('judges after the grace what nothing else was told of, and says so', async (t) => {
    const stack = await deploy(t, template(), { joinGraceSeconds: 1 });
    const settle = async () => {
      await sleep(1_100);
      const { kind, logs } = await stack.settle.invoke({ source: 'aws.events' });
      assert.equal(kind, 'payload', logs);
    };
    await stack.put('a.json', OTHER_STORY);
    await stack.run();
    const early = alertsIn(await stack.published());
    await settle();
    const late = alertsIn(await stack.published());
    const expected = await cliFindings(OTHER_STORY, `s3://${stack.bucket}/a.json`);
    assert.deepEqual(cores(await findingsOf(stack)), cores(expected));
    assert.deepEqual(alertProblems([...early, ...late], expected), []);
    assert.ok(late.length > 0);
    assert.ok(late.every(({ lead }) => lead.awaited?.includes('SignatureStatus')));
    await settle();
    assert.deepEqual(alertsIn(await stack.published()), [], 'judged is judged');
  });
}

function linesOf(records: readonly JsonObject[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

function cores(findings: readonly Finding[]) {
  return findings
    .map(({ id, rule, tenant, source, hostKey, entityKey, day }) => {
      return { id, rule, tenant, source, hostKey, entityKey, day };
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
