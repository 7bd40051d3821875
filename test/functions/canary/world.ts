// A canary over the scan of its objects, in memory: what it puts is scanned by the shipped rules, and what is published of that
// arrives.

import assert from 'node:assert/strict';
import { correlations, digest, rules } from '../../../dist/rules/ruleset.mjs';
import type { CanaryDeps } from '../../../functions/canary/run.ts';
import { ObjectJoin, type ObjectJoinReport } from '../../../functions/scan/object-join.ts';
import { scanAndPublish } from '../../../functions/scan/scan-and-publish.ts';
import { keepRevisions } from '../../../src/deliver/index.ts';
import type { S3Object } from '../../../src/adapters/aws/index.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import { toAlertMessage } from '../../../src/alert/index.ts';
import { DECODER } from '../../../src/decode/index.ts';
import { CANARY_TENANT, type Message, type ScanCounts } from '../../../src/model/index.ts';
import { createJoinPlan, createRouting } from '../../../src/pipeline/index.ts';
import type { Arrival, ArchiveEntry, ArchiveOutcome } from '../../../src/ports/index.ts';
import { createRegistry } from '../../../src/source/index.ts';
import { anOutbox } from '../../support/outbox.ts';
import { createSetClock, MINUTE_MS } from '../../support/set-clock.ts';

/** From the put until the queue has the alert. */
export const SCAN_MS = 2_500;

/** An archive that remembers keys. */
function archiveInto(keys: string[]) {
  return {
    keep: async (entries: readonly ArchiveEntry[]): Promise<readonly ArchiveOutcome[]> => {
      keys.push(...entries.map(({ key }) => key));
      return entries.map(({ key }) => ({ kind: 'written', key }));
    },
  };
}

function objectOf({ key, body }: ArchiveEntry): S3Object {
  return {
    name: `s3://canaries/${key}`,
    size: undefined,
    failure: undefined,
    content: { etag: key, size: body.length },
    async *open() {
      yield Buffer.from(body);
    },
  };
}

/** The parts of a canary, and what came of them. */
export function createWorld() {
  const clock = createSetClock();
  const state = createMemoryState(clock);
  const published: Message[] = [];
  const kept: string[] = [];
  const waiting: Arrival[] = [];
  const told: unknown[] = [];
  const counted: ScanCounts[] = [];
  const joined: Pick<ObjectJoinReport, 'connections' | 'starts'>[] = [];
  let runs = 0;
  const outbox = anOutbox(state, clock, {
    renderAlert: toAlertMessage,
    sink: {
      publish: async (messages) => {
        published.push(...messages);
        return { outcomes: messages.map(({ id }) => ({ kind: 'published', id })) };
      },
    },
  });
  const scan = async (entry: ArchiveEntry) => {
    const routing = createRouting(rules, new Set(), correlations);
    const keep = keepRevisions(
      { findings: archiveInto(kept), evidence: archiveInto(kept) },
      new Map(),
      '0',
    );
    const ref = { bucket: 'canaries', key: entry.key, etag: entry.key, size: entry.body.length };
    const judging = {
      evaluation: { registry: createRegistry(), routing, window: {} },
      correlations,
      partialMatches: state.partialMatches,
      tenant: CANARY_TENANT,
      outbox: { ...outbox, keep },
      terms: () => ({ owner: `${runs++}`, leaseMs: 1_000, atMs: clock.nowMs() }),
    };
    const { processes } = state;
    const joinDeps = { ...judging, plan: createJoinPlan(routing), processes, clock };
    const outcome = await scanAndPublish(objectOf(entry), ref, {
      decoder: DECODER,
      quarantine: { keep: async () => assert.fail('rejected') },
      ...judging,
      join: () => new ObjectJoin(joinDeps, 15 * MINUTE_MS),
      ledger: state.ledger,
      ruleset: digest,
      queue: undefined,
      watch: {
        scanned: ({ counts }) => void counted.push(counts),
        passed: () => undefined,
        evidenceLeftOut: () => undefined,
        unpublished: () => assert.fail('unpublished'),
        joined: (_object, { connections, starts }) => void joined.push({ connections, starts }),
        stateFailed: (_object, error) => assert.fail(error),
        continued: () => undefined,
        stopped: () => undefined,
        leaked: (_object, leaks) => assert.fail(leaks.join('; ')),
      },
    });
    assert.equal(outcome.kind, 'done');
  };
  /** Scans what was put, and delivers what came of it. */
  const deliver = async (entry: ArchiveEntry) => {
    await scan(entry);
    clock.advance(SCAN_MS);
    for (const { body } of published.splice(0)) {
      waiting.push({ body, sentMs: clock.nowMs(), receiptHandle: body });
    }
  };
  const deps: CanaryDeps = {
    bucket: {
      keep: async (entries) => {
        for (const entry of entries) await deliver(entry);
        return entries.map(({ key }) => ({ kind: 'written', key }));
      },
    },
    queue: {
      receive: async () => [...waiting],
      done: async (arrivals) => {
        for (const arrival of arrivals) waiting.splice(waiting.indexOf(arrival), 1);
      },
    },
    clock,
    newId: () => globalThis.crypto.randomUUID(),
    hasTime: () => true,
    watch: {
      sent: () => void told.push('sent'),
      arrived: ({ latencyMs }) => void told.push(`arrived after ${latencyMs} ms`),
      unreadable: (reason) => void told.push(reason),
    },
  };
  return { clock, state, published, kept, waiting, told, counted, joined, deliver, deps };
}
