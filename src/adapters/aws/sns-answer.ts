// The answer to a PublishBatch, or its lack → a verdict on every parcel of the batch.

import type { BatchResultErrorEntry, PublishBatchCommandOutput } from '@aws-sdk/client-sns';
import { isRetryable, isThrottle, readServiceError } from './service-error.ts';
import type { Parcel } from './sns-entry.ts';
import { FAULTS_OF_A_MESSAGE } from './sns-faults.ts';

/** `again`: may pass when sent again. `alone`: the request was refused, and another of its entries may be why. */
export type Verdict =
  | { readonly kind: 'published' }
  | {
      readonly kind: 'again' | 'alone' | 'failed';
      readonly code: string;
      readonly message: string;
    };

/** A request that SNS refuses as a whole for what one entry holds. */
const FAULTS_OF_AN_ENTRY: ReadonlySet<string> = new Set([
  'BatchRequestTooLong',
  'BatchRequestTooLongException',
  ...FAULTS_OF_A_MESSAGE,
]);

/**
 * The verdict on one parcel after an HTTP 200. Published is only what the answer says so of, and does not also
 * call failed; a parcel it says nothing of was not proved sent.
 */
export function judgeEntry(parcel: Parcel, answer: PublishBatchCommandOutput): Verdict {
  const failed = answer.Failed?.find(({ Id }) => Id === parcel.entry.Id);
  if (failed !== undefined) return judgeFailure(failed);
  if (answer.Successful?.some(({ Id }) => Id === parcel.entry.Id)) return { kind: 'published' };
  return { kind: 'again', code: 'NO_RESULT', message: 'the answer does not name this entry' };
}

/** A throttled entry is sent again even if SNS blames the sender: waiting is all that is asked of it. */
function judgeFailure({ Code, Message, SenderFault }: BatchResultErrorEntry): Verdict {
  const code = Code ?? 'Error';
  const isFinal = SenderFault === true && !isThrottle(code);
  return { kind: isFinal ? 'failed' : 'again', code, message: Message ?? '' };
}

/** The verdict on all parcels of a batch whose request failed. */
export function judgeThrown(batch: readonly Parcel[], thrown: unknown): Verdict {
  const error = readServiceError(thrown);
  const { code, message } = error;
  if (isRetryable(error)) return { kind: 'again', code, message };
  const mayBeAnother = batch.length > 1 && FAULTS_OF_AN_ENTRY.has(code);
  return { kind: mayBeAnother ? 'alone' : 'failed', code, message };
}
