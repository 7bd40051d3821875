// Findings of a scan → kept, and published by the scan that created them; what nobody came to publish, by settle.
// A revision of what was published is kept, and nobody is told: it changes what is known of a finding, not that it was found.

import type { FindingPart, Message, StoredFinding } from '../model/index.ts';
import type { AlertSink, FindingStore, PublishOutcome, SendTerms } from '../ports/index.ts';
import { atOnce } from './at-once.ts';
import { keepFirst, type KeepRevisions } from './keep-first.ts';
import { isNews, type Sendable } from './sendable.ts';

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
  /** The fate of each part, in the order given. */
  readonly fates: readonly ('created' | 'known')[];
  /** Messages that were published. */
  readonly published: number;
  /** Not published; they stay in the outbox until settle comes for them. */
  readonly failures: readonly PublishOutcome[];
}

/**
 * Calls to the store at a time: a scan may have hundreds of findings to keep in the seconds that are left to it, each with
 * three calls of some ms.
 */
const CALLS_AT_ONCE = 8;

/**
 * Keeps the parts, then publishes what they created, then notes what was published. Repeated, it changes nothing: see
 * {@link FindingStore}. What the store throws is thrown after what it took is published: it would wait for settle else.
 */
export async function deliverFindings(
  parts: readonly FindingPart[],
  deps: OutboxDeps,
  terms: SendTerms,
): Promise<OutboxReport> {
  const taken = new Map<FindingPart, 'created' | 'known'>();
  const record = async (part: FindingPart) => {
    taken.set(part, await deps.findings.record(part, terms));
  };
  const refusal = await atOnce(parts, CALLS_AT_ONCE, record).then(
    () => undefined,
    (cause: unknown) => ({ cause }),
  );
  const created = parts
    .filter((part) => taken.get(part) === 'created')
    .map(({ finding }): Sendable => ({ finding, revision: 0, createdMs: terms.atMs }));
  const { published, failures } = await publish(created, deps);
  if (refusal !== undefined) throw refusal.cause;
  const fates = parts.flatMap((part) => taken.get(part) ?? []);
  const known = fates.filter((fate) => fate === 'known').length;
  return { created: created.length, known, fates, published, failures };
}

/** Findings published at once by settle: a batch must be sent within its lease. */
const SETTLED_AT_ONCE = 10;

/** What became of findings that were due. */
export interface SettledOutbox extends Pick<OutboxReport, 'published' | 'failures'> {
  /** Revisions, of which nobody is told. */
  readonly revisions: number;
}

/** Publishes what is due: its scan met its end, or could not publish. */
export async function settleOutbox(
  nowMs: number,
  deps: OutboxDeps,
  terms: SendTerms,
): Promise<SettledOutbox> {
  const failures: PublishOutcome[] = [];
  const sum = { published: 0, revisions: 0 };
  let batch: StoredFinding[] = [];
  const flush = async () => {
    const sent = await publish(batch, deps);
    failures.push(...sent.failures);
    sum.published += sent.published;
    sum.revisions += sent.revisions;
    batch = [];
  };
  for await (const stored of deps.findings.unsent(nowMs, terms)) {
    batch.push(stored);
    if (batch.length === SETTLED_AT_ONCE) await flush();
  }
  await flush();
  return { ...sum, failures };
}

/** Keeps, publishes what is news, and notes what was published. */
async function publish(sendables: readonly Sendable[], deps: OutboxDeps): Promise<SettledOutbox> {
  const { kept, failures } = await keepFirst(sendables, deps.keep);
  const sent = await send(kept, deps);
  return { ...sent, failures: [...failures, ...sent.failures] };
}

async function send(
  sendables: readonly Sendable[],
  { findings, sink, render }: OutboxDeps,
): Promise<SettledOutbox> {
  const news = sendables.filter(isNews);
  const rest = sendables.filter((one) => !isNews(one));
  const { outcomes } = news.length === 0 ? { outcomes: [] } : await sink.publish(news.map(render));
  const sent = news.filter((_, index) => outcomes[index]?.kind === 'published');
  const notes = [
    ...sent.map(
      ({ finding, revision }) =>
        () =>
          findings.sent(finding.tenant, finding.id, revision),
    ),
    ...rest.map(
      ({ finding, revision }) =>
        () =>
          findings.dropped(finding.tenant, finding.id, revision),
    ),
  ];
  await atOnce(notes, CALLS_AT_ONCE, (note) => note());
  const failures = outcomes.filter(({ kind }) => kind === 'failed');
  return { published: sent.length, revisions: rest.length, failures };
}
