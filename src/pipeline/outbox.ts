// Findings of a scan → kept, and what people are told of them published by the scan that created them; what nobody came to
// publish, by settle. A revision of what people know is kept, and nobody is told: it changes what is known of a finding, not
// that it was found.

import type { Alert, FindingPart, Message, StoredFinding } from '../model/index.ts';
import type { AlertSink, Clock, FindingStore, PublishOutcome, SendTerms } from '../ports/index.ts';
import type { AlertDeps } from './alert-deps.ts';
import { type AlertFate, alertFindings } from './alert-findings.ts';
import { atOnce } from './at-once.ts';
import { keepFirst, type KeepRevisions } from './keep-first.ts';
import { isNews, type Sendable } from './sendable.ts';
import { sumTold, type Told, toldOf } from './told.ts';

/** What an outbox is made of. */
export interface OutboxDeps extends AlertDeps {
  readonly findings: FindingStore;
  readonly sink: AlertSink;
  readonly clock: Clock;
  /** The message; its id must be the alert's. */
  renderAlert(alert: Alert): Message;
  /** Keeps each finding before anything is told of it. @default nothing is kept but by the store */
  readonly keep?: KeepRevisions | undefined;
}

/** What became of findings: those that were known are somebody else's to publish. */
export interface OutboxReport {
  readonly created: number;
  readonly known: number;
  /** The fate of each part, in the order given. */
  readonly fates: readonly ('created' | 'known')[];
  /** What people are told of those that were created. */
  readonly told: Told;
  /** Not kept or not published; they stay in the outbox until settle comes for them. */
  readonly failures: readonly PublishOutcome[];
}

/**
 * Calls to the store at a time: a scan may have hundreds of findings to keep in the seconds that are left to it, each with
 * three calls of some ms.
 */
const CALLS_AT_ONCE = 8;

/**
 * Keeps the parts, then publishes what people are told of those it created, then notes what they know. Repeated, it changes
 * nothing: see {@link FindingStore}. What a store throws is thrown after what it took is published: it would wait for settle
 * else.
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
  const refusals = await atOnce(parts, CALLS_AT_ONCE, record).then(
    () => [],
    (cause: unknown) => [{ cause }],
  );
  const created = parts
    .filter((part) => taken.get(part) === 'created')
    .map(({ finding }): Sendable => {
      return { finding, revision: 0, createdMs: terms.atMs, origin: terms.origin };
    });
  const { told, failures, ...published } = await publish(created, deps.clock.nowMs(), deps);
  throwFirst([...refusals, ...published.refusals]);
  const fates = parts.flatMap((part) => taken.get(part) ?? []);
  const known = fates.filter((fate) => fate === 'known').length;
  return { created: created.length, known, fates, told, failures };
}

/** Findings published at once by settle: a batch must be sent within its lease. */
const SETTLED_AT_ONCE = 10;

/** What became of findings that were due. */
export interface SettledOutbox extends Pick<OutboxReport, 'told' | 'failures'> {
  /** Revisions, of which nobody is told. */
  readonly revisions: number;
}

/** Publishes what is due: its scan met its end, or could not publish. */
export async function settleOutbox(
  nowMs: number,
  deps: OutboxDeps,
  terms: SendTerms,
): Promise<SettledOutbox> {
  const batches: Published[] = [];
  let batch: StoredFinding[] = [];
  const flush = async () => {
    batches.push(await publish(batch, nowMs, deps));
    batch = [];
  };
  for await (const stored of deps.findings.unsent(nowMs, terms)) {
    batch.push(stored);
    if (batch.length === SETTLED_AT_ONCE) await flush();
  }
  await flush();
  throwFirst(batches.flatMap(({ refusals }) => refusals));
  return {
    told: sumTold(batches.map(({ told }) => told)),
    revisions: batches.reduce((sum, { revisions }) => sum + revisions, 0),
    failures: batches.flatMap(({ failures }) => failures),
  };
}

/** What a store threw for some of many things: the others go on. */
interface Refusal {
  readonly cause: unknown;
}

function throwFirst([first]: readonly Refusal[]): void {
  if (first !== undefined) throw first.cause;
}

/** What was published. */
interface Published extends SettledOutbox {
  /** Of the findings of which a store did not tell what they lead to. */
  readonly refusals: readonly Refusal[];
}

/** A finding, and what becomes of it. */
interface Fated {
  readonly sendable: Sendable;
  readonly fate: AlertFate;
}

/** Keeps, publishes what is told, and notes what needs no telling any more. */
async function publish(
  sendables: readonly Sendable[],
  nowMs: number,
  deps: OutboxDeps,
): Promise<Published> {
  const { kept, failures } = await keepFirst(sendables, deps.keep);
  const fates = await alertFindings(kept, nowMs, deps);
  const fated = kept.flatMap((sendable, index): readonly Fated[] => {
    const fate = fates[index];
    return fate === undefined ? [] : [{ sendable, fate }];
  });
  const sent = await send(fated, deps);
  const refusals = fates.filter((fate) => fate.kind === 'failed');
  return { ...sent, failures: [...failures, ...sent.failures], refusals };
}

async function send(fated: readonly Fated[], deps: OutboxDeps): Promise<SettledOutbox> {
  const tellings = fated.flatMap(({ sendable, fate }) =>
    fate.kind === 'told' ? [{ sendable, alert: fate.alert }] : [],
  );
  // An alert's revisions in their order, as far as this call has several.
  tellings.sort((a, b) => a.alert.revision - b.alert.revision);
  const messages = tellings.map(({ alert }) => deps.renderAlert(alert));
  const { outcomes } = messages.length === 0 ? { outcomes: [] } : await deps.sink.publish(messages);
  const published = tellings.filter((_, index) => outcomes[index]?.kind === 'published');
  const silent = fated.filter(({ fate: { kind } }) => kind !== 'told' && kind !== 'failed');
  const replayed = silent.filter(({ sendable }) => isSilent(sendable));
  const news = silent.filter(({ sendable }) => isNews(sendable) && !isSilent(sendable));
  const rest = silent.filter(({ sendable }) => !isNews(sendable) && !isSilent(sendable));
  await note([...published, ...news], [...rest, ...replayed], deps);
  return {
    told: toldOf(
      published.map(({ alert }) => alert),
      [...news, ...replayed].map(({ fate }) => fate),
    ),
    revisions: rest.length,
    failures: outcomes.filter(({ kind }) => kind === 'failed'),
  };
}

/** Of a replay that tells nobody: people must not count as told of it, or a live scan would not tell them. */
function isSilent({ origin }: Sendable): boolean {
  return origin === 'replay';
}

/** People know of some, or will; the others are of what they know, or of what nobody is to know. */
async function note(
  sent: readonly Pick<Fated, 'sendable'>[],
  dropped: readonly Pick<Fated, 'sendable'>[],
  { findings }: OutboxDeps,
): Promise<void> {
  const notes = [
    ...sent.map(
      ({ sendable: { finding, revision } }) =>
        () =>
          findings.sent(finding.tenant, finding.id, revision),
    ),
    ...dropped.map(
      ({ sendable: { finding, revision, origin } }) =>
        () =>
          findings.dropped(
            finding.tenant,
            finding.id,
            revision,
            origin === 'replay' ? origin : undefined,
          ),
    ),
  ];
  await atOnce(notes, CALLS_AT_ONCE, (one) => one());
}
