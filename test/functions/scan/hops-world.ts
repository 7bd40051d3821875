// A scan function without a service: objects in memory, hops by a queue that the test empties.

import { correlations, rules } from '../../../dist/rules/ruleset.mjs';
import type { ObjectRef, Request } from '../../../functions/scan/events/delivery.ts';
import { parseDelivery } from '../../../functions/scan/events/parse.ts';
import { type ObjectDeps, scanAndPublish } from '../../../functions/scan/scan-and-publish.ts';
import type { RequestOutcome } from '../../../functions/scan/scan-delivery.ts';
import { changedFindings } from '../../../src/deliver/index.ts';
import type { S3Object } from '../../../src/adapters/aws/index.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import { DECODER } from '../../../src/decode/index.ts';
import { unitedFinding } from '../../../src/finding/index.ts';
import { createRouting } from '../../../src/pipeline/index.ts';
import { createRegistry } from '../../../src/source/index.ts';
import { anOutbox, sinkInto } from '../../support/outbox.ts';
import { createSetClock } from '../../support/set-clock.ts';
import { sqsEvent } from './events.ts';

/** Chunks of an object: many places at which it may be left. */
const CHUNKS = 40;

/** A request for an object, or for its rest. */
export type ScanRequest = Extract<Request, { kind: 'scan' }>;

/** The object that tests scan. */
export function refOf(bytes: Uint8Array): ObjectRef & { etag: string; size: number } {
  return { bucket: 'logs', key: 'big.ndjson', etag: 'e1', size: bytes.length };
}

/** An object as S3 gives it. */
export function objectOf(bytes: Uint8Array, size = bytes.length): S3Object {
  return {
    name: 's3://logs/big.ndjson',
    size,
    failure: undefined,
    content: { etag: 'e1', size },
    async *open(from = 0) {
      const chunkBytes = Math.ceil(bytes.length / CHUNKS);
      for (let at = from; at < bytes.length; at += chunkBytes) {
        yield bytes.subarray(at, at + chunkBytes);
      }
    },
  };
}

/** Stores, a queue, and what was told. */
export function hopsWorld() {
  const told: string[] = [];
  const published: string[] = [];
  const sent: string[] = [];
  const clock = createSetClock();
  const state = createMemoryState(clock);
  const found = new Set<string>();
  const findings = changedFindings(state.findings, {
    record: (part, terms) => {
      found.add(part.finding.id);
      return state.findings.record(part, terms);
    },
  });
  let attempts = 0;
  const deps: ObjectDeps = {
    decoder: DECODER,
    quarantine: { keep: async () => undefined },
    evaluation: {
      registry: createRegistry(),
      routing: createRouting(rules, new Set(), correlations),
      window: {},
    },
    correlations,
    partialMatches: state.partialMatches,
    ledger: state.ledger,
    ruleset: 'r1',
    tenant: 'default',
    outbox: anOutbox({ ...state, findings }, clock, { sink: sinkInto(published) }),
    queue: { send: async (body) => void sent.push(body) },
    terms: () => ({ owner: `attempt-${attempts++}`, leaseMs: 1_000 }),
    watch: {
      joined: () => undefined,
      scanned: ({ problem }) => void told.push(problem === undefined ? 'scanned' : 'incomplete'),
      passed: (_object, reason) => void told.push(reason),
      evidenceLeftOut: () => undefined,
      unpublished: () => void told.push('unpublished'),
      stateFailed: (_object, { name }) => void told.push(name),
      continued: (_object, { hop }) => void told.push(`hop ${hop}`),
      stopped: (_object, reason) => void told.push(reason),
      leaked: (_object, leaks) => void told.push(...leaks),
    },
  };
  return { told, published, found, sent, clock, state, deps };
}

type World = ReturnType<typeof hopsWorld>;

/** Scans what is asked for; its time is over at the `batches`th place at which it may be left. */
export async function scanHop(
  { deps }: Pick<World, 'deps'>,
  object: S3Object,
  { object: ref, continuation }: ScanRequest,
  batches = Number.POSITIVE_INFINITY,
): Promise<RequestOutcome> {
  let left = batches;
  const time = { isOver: () => --left <= 0, isStopped: () => false, leaseMs: 60_000 };
  return await scanAndPublish(object, ref, deps, { continuation, time });
}

/** The request that a message holds. */
export function requestIn(body: string | undefined): Request {
  const [request] = parseDelivery(sqsEvent(body ?? '')).units.flatMap(({ requests }) => requests);
  if (request === undefined) throw new TypeError('a message without a request');
  return request;
}

/** What the next hop was asked for with. */
export function nextHop({ sent }: Pick<World, 'sent'>): ScanRequest {
  const request = requestIn(sent.at(-1));
  if (request.kind !== 'scan') throw new TypeError(`no scan: ${JSON.stringify(request)}`);
  return request;
}

/** All findings as they are read, by id. */
export async function findingsOf({ state, found }: Pick<World, 'state' | 'found'>) {
  const ids = [...found].toSorted();
  const stored = await Promise.all(ids.map((id) => state.findings.read('default', id)));
  return stored.flatMap((one) => (one === undefined ? [] : [unitedFinding(one)]));
}

/** The ledger's word on the object. */
export async function entryOf({ state }: Pick<World, 'state'>, bytes: Uint8Array) {
  const entry = await state.ledger.read({ tenant: 'default', ...refOf(bytes) });
  return entry && { ...entry, completedMs: 0 };
}
