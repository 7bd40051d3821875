// A secret and what to post with it → one post, and what became of it.

import { middleCut, type Result, safeText } from '../../model/index.ts';
import type { Clock, PostOutcome, SecretSource } from '../../ports/index.ts';
import { exchange } from './exchange.ts';
import { toOutcome } from './outcome.ts';

/** What posting needs. */
export interface PostDeps {
  readonly secret: SecretSource;
  readonly clock: Clock;
  /** For name, connection, request and answer together. @default 10,000 */
  readonly timeoutMs?: number | undefined;
}

/** What is posted where. */
export interface Posting {
  readonly url: URL;
  readonly body: string;
}

const MAX_REASON = 300;
/** A secret that has just been changed is good at once. */
const RENEWED_AFTER_MS = 1_000;

/**
 * Posts once. A refusal while the secret has become another is none: the caller tries again, with the other. `prepare`
 * gives the post for the secret, or what is wrong with the secret, without a character of it.
 */
export async function postWithSecret(
  { secret, clock, timeoutMs }: PostDeps,
  prepare: (secret: string) => Result<Posting, string>,
): Promise<PostOutcome> {
  let text: string;
  try {
    text = await secret.current();
  } catch (error) {
    return { kind: 'retry', reason: unreadable(error), mayBePosted: false };
  }
  const posting = prepare(text.trim());
  const outcome = posting.ok
    ? await postOnce(posting.value, text.trim(), clock, timeoutMs)
    : { kind: 'permanent' as const, reason: `the secret ${posting.error}` };
  return outcome.kind === 'permanent' ? afterRefusal(outcome, secret, text) : outcome;
}

async function postOnce(
  { url, body }: Posting,
  secret: string,
  clock: Clock,
  timeoutMs: number | undefined,
): Promise<PostOutcome> {
  const done = await exchange(url, body, timeoutMs);
  return toOutcome(done, { host: url.host, secrets: [secret], nowMs: clock.nowMs() });
}

async function afterRefusal(
  refusal: PostOutcome & { readonly kind: 'permanent' },
  secret: SecretSource,
  used: string,
): Promise<PostOutcome> {
  try {
    if ((await secret.renewed()) === used) return refusal;
  } catch (error) {
    return { kind: 'permanent', reason: `${refusal.reason}; ${unreadable(error)}` };
  }
  const reason = `${refusal.reason}; the secret has been changed since`;
  return { kind: 'retry', reason, afterMs: RENEWED_AFTER_MS, mayBePosted: false };
}

function unreadable(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `the secret cannot be read: ${middleCut(safeText(text), MAX_REASON)}`;
}
