// A message of the queue → posted once, hidden until it is tried again, or in the dead-letter queue with a word to operations.
//
//   parse ─ not ours, another's tenant, not to be shown ───────────────→ dead letters, operations
//     └ for nobody (replay, store, nothing to say) ───────────────────→ done
//     └ claim ─ posted, superseded ───────────────────────────────────→ done
//          ├ held ────────────────────────────────────────────────────→ hidden while somebody is at it
//          └ claimed ─ post ─ posted ─────────────────────────────────→ ledger: posted; done
//                        ├ retry ── younger than 12 h ────────────────→ hidden as long as they say, or we
//                        └ permanent, or retry at 12 h ───────────────→ dead letters, operations

import { type OnCallMessage, parseOnCallMessage } from '../../src/alert/index.ts';
import type { PostOutcome } from '../../src/ports/index.ts';
import type { DeliveryDeps, Fate, Passed } from './delivery-deps.ts';
import { bugReason, endForGood, hide, tryAgain } from './not-posted.ts';
import type { QueueMessage } from './queue-messages.ts';
import { type Told, toTold } from './told.ts';
import { heldWaitMs } from './waits.ts';

/** Times the ledger is told of a post, at most: each is repeated by its adapter for seconds. */
const RECORD_ATTEMPTS = 3;

/** Tenants have 64 characters at most. */
const MAX_SHOWN_TENANT = 64;

/**
 * Handles one message. Throws only for bugs.
 * @param leaseMs longer than the invocation can last
 */
export async function deliver(
  message: QueueMessage,
  leaseMs: number,
  deps: DeliveryDeps,
): Promise<Fate> {
  const parsed = parseOnCallMessage(message.body);
  if (!parsed.ok) {
    return endForGood(message, { trouble: 'unreadable', reason: parsed.error }, deps);
  }
  const told = toTold(parsed.value, deps.name);
  if (told.never !== undefined) return passOver(told, told.never, deps);
  const stranger = strangerReason(told, deps);
  if (stranger !== undefined) {
    return endForGood(message, { trouble: 'unreadable', reason: stranger }, deps);
  }
  const rendered = tryRender(parsed.value, deps);
  if (rendered.kind === 'fault') {
    return endForGood(message, { told, trouble: 'unshown', reason: rendered.reason }, deps);
  }
  const { first, later } = rendered;
  if (first === undefined || later === undefined) return passOver(told, 'nothing to say', deps);
  const owner = deps.newOwner();
  const claim = await deps.ledger.claim(told.delivery, { owner, leaseMs }).catch(asFault);
  switch (claim.kind) {
    case 'claimed':
      return postClaimed({ message, told, body: claim.isFirst ? first : later, owner }, deps);
    case 'posted':
    case 'superseded':
      return passOver(told, claim.kind, deps);
    case 'held': {
      const leftMs = claim.untilMs - deps.clock.nowMs();
      const isSame = claim.revision === told.delivery.revision;
      await hide(message, heldWaitMs(leftMs, isSame), deps);
      return 'again';
    }
    case 'fault':
      deps.watch.faulted('claim', claim.error);
      return tryAgain(message, { told, reason: 'the ledger of deliveries does not answer' }, deps);
  }
}

/** The ledger keeps what was told of each tenant of the deployment, and of no other. */
function strangerReason({ delivery }: Told, { tenants }: DeliveryDeps): string | undefined {
  if (tenants.includes(delivery.tenant)) return undefined;
  const found = JSON.stringify(delivery.tenant.slice(0, MAX_SHOWN_TENANT));
  return `its tenant is ${found}; expected one of this deployment`;
}

function passOver(told: Told, reason: Passed, { watch }: DeliveryDeps): Fate {
  watch.passed(told, reason);
  return 'done';
}

/**
 * Both bodies that may be posted: which of them the ledger knows, and what has none is not claimed. A bug that one alert
 * brings to light is told at once, for trying again shows nothing else.
 */
function tryRender(message: OnCallMessage, { render, watch }: DeliveryDeps) {
  try {
    return {
      kind: 'rendered' as const,
      first: render(message, true),
      later: render(message, false),
    };
  } catch (thrown) {
    watch.crashed(thrown);
    return { kind: 'fault' as const, reason: bugReason(thrown) };
  }
}

function asFault(error: unknown): { readonly kind: 'fault'; readonly error: unknown } {
  return { kind: 'fault', error };
}

/** A message that this attempt may post. */
interface Claimed {
  readonly message: QueueMessage;
  readonly told: Told;
  readonly body: string;
  readonly owner: string;
}

async function postClaimed(claimed: Claimed, deps: DeliveryDeps): Promise<Fate> {
  const { message, told, body, owner } = claimed;
  const outcome = await deps.destination.post(body);
  if (outcome.kind === 'posted') {
    const nowMs = deps.clock.nowMs();
    deps.watch.posted(told, told.eventMs === undefined ? undefined : nowMs - told.eventMs);
    await record(told, deps);
    return 'done';
  }
  // Whoever is next need not wait for the lease. Where that fails the lease runs out.
  await deps.ledger
    .release(told.delivery, owner)
    .catch((error: unknown) => deps.watch.faulted('release', error));
  return notPosted(message, told, outcome, deps);
}

function notPosted(
  message: QueueMessage,
  told: Told,
  outcome: Exclude<PostOutcome, { readonly kind: 'posted' }>,
  deps: DeliveryDeps,
): Promise<Fate> {
  const { reason } = outcome;
  if (outcome.kind === 'permanent') {
    return endForGood(message, { told, trouble: 'refused', reason }, deps);
  }
  if (outcome.mayBePosted) deps.watch.uncertain(told, reason);
  return tryAgain(message, { told, reason, afterMs: outcome.afterMs }, deps);
}

/**
 * A message that was posted is done whether the ledger knows or not: delivered again, it would be posted again for certain;
 * as it is, only if SQS delivers it twice by itself.
 */
async function record(told: Told, { ledger, watch }: DeliveryDeps): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await ledger.posted(told.delivery);
      return;
    } catch (error) {
      if (attempt < RECORD_ATTEMPTS) continue;
      watch.unrecorded(told, error);
      return;
    }
  }
}
