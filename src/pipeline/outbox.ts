// Findings of a scan → kept, and published by the scan that created them; what nobody came to publish, by settle.

import type { FindingPart, Message, StoredFinding } from '../model/index.ts';
import type { AlertSink, FindingStore, PublishOutcome, SendTerms } from '../ports/index.ts';
import { keepFirst, type KeepRevisions } from './keep-first.ts';
import type { Sendable } from './sendable.ts';

/** What an outbox is made of. */
export interface OutboxDeps {
  readonly findings: FindingStore;
  readonly sink: AlertSink;
  /** The message; its id must be the finding's. */
  render(sendable: Sendable): Message;
  /** Keeps each before it is published. @default nothing is kept but by the store */
  readonly keep?: KeepRevisions | undefined;
}

/** What became of findings: those that were known are somebody else's to publish. */
export interface OutboxReport {
  readonly created: number;
  readonly known: number;
  /** Not published; they stay in the outbox until settle comes for them. */
  readonly failures: readonly PublishOutcome[];
}

/** Keeps the parts and publishes what they created. Repeated, it changes nothing: see {@link FindingStore}. */
export async function deliverFindings(
  parts: readonly FindingPart[],
  deps: OutboxDeps,
  terms: SendTerms,
): Promise<OutboxReport> {
  const created: Sendable[] = [];
  for (const part of parts) {
    const kind = await deps.findings.record(part, terms);
    if (kind === 'created') {
      created.push({ finding: part.finding, revision: 0, createdMs: terms.atMs });
    }
  }
  const failures = await publish(created, deps);
  return { created: created.length, known: parts.length - created.length, failures };
}

/** Findings published at once by settle: a batch must be sent within its lease. */
const SETTLED_AT_ONCE = 10;

/** Publishes what is due: its scan met its end, or could not publish. */
export async function settleOutbox(
  nowMs: number,
  deps: OutboxDeps,
  terms: SendTerms,
): Promise<Omit<OutboxReport, 'known' | 'created'> & { readonly published: number }> {
  const failures: PublishOutcome[] = [];
  let published = 0;
  let batch: StoredFinding[] = [];
  const flush = async () => {
    const failed = await publish(batch, deps);
    failures.push(...failed);
    published += batch.length - failed.length;
    batch = [];
  };
  for await (const stored of deps.findings.unsent(nowMs, terms)) {
    batch.push(stored);
    if (batch.length === SETTLED_AT_ONCE) await flush();
  }
  await flush();
  return { published, failures };
}

/** Keeps and publishes, and notes what was published; gives what was not. */
async function publish(
  sendables: readonly Sendable[],
  deps: OutboxDeps,
): Promise<readonly PublishOutcome[]> {
  const { kept, failures } = await keepFirst(sendables, deps.keep);
  return [...failures, ...(await send(kept, deps))];
}

async function send(
  sendables: readonly Sendable[],
  { findings, sink, render }: OutboxDeps,
): Promise<readonly PublishOutcome[]> {
  if (sendables.length === 0) return [];
  const { outcomes } = await sink.publish(sendables.map(render));
  for (const [index, { finding, revision }] of sendables.entries()) {
    if (outcomes[index]?.kind !== 'published') continue;
    await findings.sent(finding.tenant, finding.id, revision);
  }
  return outcomes.filter(({ kind }) => kind === 'failed');
}
